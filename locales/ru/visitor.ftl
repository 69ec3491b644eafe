# Тексты для посетителя и рамки страниц.

## Рамка всех страниц

window-title = CUPS – помощник в жизненных событиях
window-title-page = { $heading } – CUPS
back = Назад
back-to-desk = К рабочему месту
footer-help = Попросить помощь
footer-keys = Клавиатура
footer-larger = Текст крупнее
footer-contrast = Сменить цвета
footer-hide = Стереть всё
catalogue-note = Каталог { $number }, действителен на { $date }
catalogue-age = { $count ->
    [0] сегодняшний
    [one] { $number } день назад
    [few] { $number } дня назад
   *[many] { $number } дней назад
}
catalogue-expired = Сведения были подтверждены до { $date }. Прежде чем платить, спросите специалиста.
catalogue-unconfirmed = Сведения от { $date } больше не подтверждались. Прежде чем платить, спросите специалиста.
catalogue-untrusted = Пришёл каталог, который не удалось проверить; он не используется. На экране сведения от { $date }.
catalogue-old = Сведения от { $date }, им больше года. Прежде чем платить, спросите специалиста.
clock-wrong = Часы компьютера, похоже, неверны: { $date }
page-up = Показать выше
page-down = Показать ниже
page-before = Предыдущая страница
page-after = Следующая страница
page-before-short = Предыдущая
page-after-short = Следующая
key-space = Пробел
key-erase = Убрать букву
key-capitals = Большие
key-small = Маленькие
key-signs = Знаки
key-group = Клавиатура на экране
continue = Продолжить
event-gone = Сведения на этой странице изменились. Вернитесь и выберите ещё раз.

## Есть ли кто-нибудь рядом

idle-heading = Вы ещё здесь?
idle-lead = Экрана давно никто не касался. Если вы ушли, мы сотрём ответы, чтобы их не увидел другой человек.
idle-how = Чтобы остаться, нажмите любую клавишу или коснитесь экрана.
idle-end-how = Чтобы закончить сейчас и всё стереть, нажмите Tab дважды, затем Enter.
idle-left = { $count ->
    [one] Сотрём всё через { $number } секунду.
    [few] Сотрём всё через { $number } секунды.
   *[many] Сотрём всё через { $number } секунд.
}
idle-more = Мне нужно ещё время
idle-end = Закончить и стереть

## Начальная страница

start-heading = Что произошло в вашей жизни?
start-search-label = Найдите своими словами
start-search-hint = Например: свидетельство о рождении, деньги на ребёнка, развод.
start-search-clear = Стереть запрос
start-search-found = { $count ->
    [one] Найден { $number } результат
    [few] Найдено { $number } результата
   *[many] Найдено { $number } результатов
}
start-search-ask = Спросить специалиста
start-search-empty = Ничего не нашлось. Попробуйте другое слово или спросите специалиста.
start-part-of = Или начните с того, что произошло

## Событие

event-at-hand = Что хорошо иметь под рукой
event-not-for = Если у вас другой случай
event-begin = Начать
event-privacy = Мы не спрашиваем имя. В конце компьютер забудет все ответы.

## Вопросы

question-progress = Вопрос { $number } из { $of }
question-date-label = Дата
question-date-hint = День, месяц и год. Например: 05.03.2026 или 05032026
question-number-label = Ответ цифрами
question-lists = Выбрать из списков
question-type = Написать дату
question-choose-day = Выберите день
question-choose-month = Выберите месяц
question-choose-decade = Выберите годы
question-choose-year = Выберите год
question-day = День
question-month = Месяц
question-year = Год
question-error-lists = Выберите день, месяц и год. Если не знаете, нажмите «Написать дату», затем выберите «Не знаю».
question-today = Сегодня
question-yesterday = Вчера
error-title = Нужно кое-что исправить
question-error-nothing = Дайте ответ. Если не знаете, выберите «Не знаю».
question-error-date = Не удалось прочитать дату. Напишите день, месяц и год, например 05.03.2026.
question-error-future = Этот день в будущем и сюда не подходит. Проверьте день, месяц и год.
question-error-past = Этот день был слишком давно. Проверьте день, месяц и год.
question-error-day = Последний день этого месяца: { $last }. Проверьте день.
question-error-month = В году 12 месяцев. Проверьте месяц.
question-error-number = Напишите целое число цифрами. Например: 2
question-error-range = Напишите число от { $least } до { $most }.

## Проверка ответов

answers-heading = Проверьте ответы
answers-lead = Если ответ неверный, измените его. Потом мы покажем, что нужно сделать.
answers-change = Изменить
answers-continue = Посмотреть, что делать
home-heading = Где вы живёте?
home-hint = Некоторые учреждения – по вашему месту жительства, а не по центру, где вы сейчас.
home-label = Где вы живёте
home-served = Здесь: { $places }
home-district = В другом селе или городе: { $district }
home-elsewhere = В другом районе или муниципии

## План

plan-to-do = { $count ->
    [0] Вам не нужно делать ни одного шага.
    [one] Вам нужно сделать { $number } шаг.
    [few] Вам нужно сделать { $number } шага.
   *[many] Вам нужно сделать { $number } шагов.
}
plan-automatic = { $count ->
    [one] { $number } шаг государство сделает само.
    [few] { $number } шага государство сделает само.
   *[many] { $number } шагов государство сделает само.
}
plan-only-maybe = { $count ->
    [one] Возможен { $number } шаг. Пока неизвестно, нужен ли он вам: прочтите его или спросите специалиста.
    [few] Возможны { $number } шага. Пока неизвестно, какие из них вам нужны: прочтите их или спросите специалиста.
   *[many] Возможны { $number } шагов. Пока неизвестно, какие из них вам нужны: прочтите их или спросите специалиста.
}
plan-maybe = { $count ->
    [one] { $number } шаг зависит от того, что пока неизвестно.
    [few] { $number } шага зависят от того, что пока неизвестно.
   *[many] { $number } шагов зависят от того, что пока неизвестно.
}
plan-trips = { $count ->
    [one] Нужна { $number } поездка в другое учреждение.
    [few] Нужны { $number } поездки в другие учреждения.
   *[other] Нужно { $number } поездок в другие учреждения.
}
plan-trips-perhaps = { $count ->
    [one] Возможно, нужна { $number } поездка в другое учреждение.
    [few] Возможно, нужны поездки в другие учреждения: не больше { $number }.
   *[other] Возможно, нужны поездки в другие учреждения: не больше { $number }.
}
plan-trips-range = { $count ->
    [one] Поездок в другие учреждения: { $least }, возможно, { $number }.
    [few] Поездок в другие учреждения: { $least }, возможно, { $number }.
   *[other] Поездок в другие учреждения: { $least }, возможно, { $number }.
}
plan-no-trip = Пока идти в другое учреждение не нужно.
plan-free = Насколько мы знаем, платить не нужно.
plan-cost = Насколько мы знаем, к оплате { $amount }.
plan-cost-more = Насколько мы знаем, к оплате { $amount }, возможно, до { $most }.
plan-cost-perhaps = Насколько мы знаем, возможно, к оплате до { $amount }.
plan-pages = Часть { $number } из { $of }
plan-section-do = Что нужно сделать
plan-section-receive = Что вы получите без заявления
plan-section-state = Что государство делает само
receive-amount = Вы получите { $amount }
receive-money = Вы получите деньги
lead-heading = Сначала:
lead-more = { $count ->
    [one] И ещё { $number } шаг плана не может ждать.
    [few] И ещё { $number } шага плана не могут ждать.
   *[many] И ещё { $number } шагов плана не могут ждать.
}
plan-tag-maybe = Может понадобиться
plan-tag-or = Вместо шага { $number }
plan-tag-optional = По желанию
plan-tag-notice = Прочтите объявление
plan-specialist = Продолжить со специалистом
plan-open-case = Открыть дело
plan-papers = Посмотреть документы
plan-print = Напечатать план
plan-take-away = Взять план с собой
plan-finish = Закончить
plan-change = Изменить ответы

## Где делается шаг

where-automatic = Государство сделает само
where-other = Прочтите, где и как
where-here-whole = Всё делается здесь
where-here-online = Всё здесь, онлайн, с помощью
where-online = Всё делается через интернет
where-here-register = Здесь только подать заявление
where-here-hand-over = Здесь только забрать результат
where-trip = Идите в другое учреждение
where-trip-to = Идите в другое учреждение: { $office }
where-hall = Там, где вы живёте: { $office }
where-online-register = По интернету – только подать заявление
where-phone = Всё делается по телефону
where-not-known = Где, неизвестно. Спросите специалиста.
where-perhaps-better = { $certain }. Возможно, { $perhaps }

## Сроки

due-within = Последний день: { $date }
due-passed = Срок прошёл: { $date }
due-not-before = Не раньше: { $date }
due-expected = Срок ответа: { $date }
due-unknown = Сколько времени: { $term }. Точный день пока неизвестен.
due-unknown-back = Самое позднее за { $term } до этого. Точный день пока неизвестен.
due-from-receipt = { $label }: у вас { $term } с получения.
due-closed-go = В этот день учреждения закрыты. Идите в другой день: { $date }
lead-passed-term = Срок ({ $term }) закончился: { $date }.
lead-passed-label = { $label }: срок закончился – { $date }.
lead-passed = Срок закончился: { $date }.
lead-go-today = Идите сегодня.
lead-go-at-once = Идите как можно скорее.
lead-go-on = До этого учреждения закрыты, поэтому идите в первый рабочий день: { $date }.
lead-then-harder = После { $date } будет труднее.
lead-then-less = После { $date } вы потеряете часть того, что вам положено.
lead-then-closed = После { $date } это будет уже невозможно.
lead-then-ask = Следующий срок: { $date }.
lead-then-window = Следующий период: { $opens } – { $date }.
lead-over-less = Это можно сделать и сейчас: идите как можно скорее.
lead-over-closed = Теперь это уже невозможно.
lead-over-ask = Спросите, что можно сделать теперь.
lead-window-ended = Прошлый период закончился: { $date }.
lead-last-day = Сегодня последний день: { $date }
lead-last-open-day = Сегодня последний день, когда учреждения открыты; срок: { $date }
lead-due-closed = Последний день: { $go } (срок { $date } – выходной)
lead-closed-until = Последний день: { $date }, но до него учреждения закрыты. Идите в первый рабочий день: { $go }.
lead-answer-overdue = Ответ должен был прийти до этого дня: { $date }. Спросите, почему его нет.
lead-perhaps = Возможно, это касается вас. { $words }
lead-season = { $words } (по датам { $season }; сейчас могут быть другие)
lead-past-season = В { $season }: { $opens } – { $date }. Нынешние даты пока не известны: спросите.
lead-past-season-day = В { $season }: до { $date }. Нынешние даты пока не известны: спросите.

## Что не точно

perhaps = Возможно: зависит от того, что пока неизвестно.
perhaps-why = Возможно. { $why }
perhaps-so = Возможно, { $words }
ask-specialist = Спросите специалиста.
ask-provider = Где спросить: { $name }.
ask-phone = Где спросить: { $name }, { $phone }.

## Сколько стоит

fee-free = Бесплатно
fee-exact = Стоит { $amount }
fee-free-or = Бесплатно или максимум { $amount }
fee-unknown = Цену мы не знаем
fee-amount-unknown = Сумма неизвестна
fee-part = другая сумма неизвестна
fee-part-term = за срок «{ $term }» сумма неизвестна
fee-part-consular = консульский сбор неизвестен
fee-and = { $cost } и ещё { $amount }
fee-on-top = Платят вдобавок к другой сумме:
fee-together = Вместе: { $amount }
fee-with-part = { $cost }; { $part }
fee-with-duty = { $cost }, и ещё государственная пошлина
fee-with-duty-perhaps = { $cost }, возможно, и государственная пошлина
amount-nothing = бесплатно
amount-range = { $least } – { $most }
amount-or = { $one } или { $other }
amount-perhaps = { $amount }, возможно, { $other }
amount-perhaps-less = { $amount }, возможно, только { $least }
amount-perhaps-more = { $amount }, возможно, до { $most }
fee-online = если подать через интернет
fee-exempt = Платят меньше или не платят:
duty-amount = Кроме того, государственная пошлина: { $amount }
duty-unknown = Кроме того, платят государственную пошлину. Сумма неизвестна.

## Шаг

step-place = Шаг { $number } из { $of }
step-before = Предыдущий шаг
step-after = Следующий шаг
step-parts = Разделы шага
step-where = Где это делается
step-dates = Когда
step-processing = Сколько ждать: { $term }
step-papers = Какие нужны документы
step-money = Сколько это стоит
step-money-benefit = Сколько вы получите и сколько это стоит
step-why = Почему этот шаг в плане
step-sources = Откуда мы это знаем
step-ask-first = Здесь известно не всё. { $ask }
step-unconfirmed = Для специалиста: не найдено или не подтверждено
step-provider = Отвечает: { $provider }
step-figures = Суммы и сроки на: { $date }
reason-met = подходит
reason-open = нужно узнать
reason-verdict = { $reason } – { $verdict }
place-here = Здесь: { $centre }
place-online = Через интернет
place-office = В учреждении, которое оказывает услугу
place-consulate = В консульстве
place-phone = По телефону
office-for = Это учреждение для тех, кто живёт здесь: { $place }
office-own = Идите в учреждение того района, где вы живёте. Здешнее обслуживает: { $place }
office-hall-here = Это примэрия, { $place }
office-hall-own = Идите в примэрию того населённого пункта, где вы живёте, а не сюда: { $place }
office-hours = Часы работы: { $hours }
office-phone = Телефон: { $phone }
centre-way = Как добраться: { $way }
centre-ramp = У входа есть пандус
centre-no-ramp = У входа ступени, пандуса нет
centre-payment = Как платить: { $payment }
finish-whole = Можно сделать всё, от заявления до результата.
finish-register-only = Можно только подать заявление. Результат придёт по интернету, или его выдадут в другом месте.
finish-hand-over-only = Можно только забрать результат. Заявление подают в другом месте.
finish-none = Можно только получить информацию.

## Документы

papers-heading = Какие нужны документы
papers-lead = Документы для всего плана. Каждый записан один раз.
papers-print = Напечатать список документов
step-print = Напечатать этот шаг
papers-bring = Принесите
papers-from-plan = Вы получите их по ходу плана
papers-maybe = Могут понадобиться
papers-made-here = Заполняются на месте
papers-state = Приносить не нужно: они есть у государства
papers-for = Для чего: { $steps }
papers-none = Насколько мы знаем, документы не нужны.
paper-bring = Принесите
paper-maybe = Может понадобиться
paper-made-here = Заполняется на месте, приносить ничего не нужно
paper-state-reads = Приносить не нужно: это есть в государственных реестрах
paper-from-step = Вы получите это на шаге «{ $step }»
paper-apostille = Если документ из другой страны: апостиль или легализация и перевод, заверенный у нотариуса
paper-valid = Действует с момента выдачи: { $term }

## План с собой

take-away-heading = Возьмите план с собой
take-away-lead = Наведите камеру телефона на чёрный квадрат. План появится в телефоне, без имени и других личных данных. Нет телефона: запишите шаги на бумаге или попросите помощи.
take-away-qr = QR-код с шагами плана
take-away-too-long = План слишком длинный для кода. Запишите шаги на бумаге или попросите помощи.
take-away-valid = Действительно: { $centre }, { $date }
sheet-place = Где: { $place }
take-away-part = Код { $number } из { $of }
take-away-after = Следующий код
take-away-before = Предыдущий код

## Помощь специалиста

call-heading = Специалист вам поможет
call-lead = Поднимите руку или спросите у стола специалиста. Спрашивать можно обо всём.
call-kept = Ответы остаются в компьютере, пока вы здесь. Если появится вопрос «Вы ещё здесь?», коснитесь экрана.
call-back = Назад к прежней странице
call-back-to-plan = Назад к плану
call-sign-in = Для сотрудников: вход специалиста

## В конце

satisfaction-heading = Как всё прошло сегодня?
satisfaction-heading-death = Была ли вам полезна помощь здесь?
satisfaction-lead = Выберите один ответ. Специалист не видит, что вы выбрали.
satisfaction-five = Очень хорошо
satisfaction-four = Хорошо
satisfaction-three = Так себе
satisfaction-two = Не очень хорошо
satisfaction-one = Плохо
satisfaction-skip = Не хочу отвечать
goodbye-heading = Спасибо вам
goodbye-heading-death = Примите наши соболезнования
goodbye-lead = Не забудьте документы и телефон. Приходите ещё, когда понадобится.
goodbye-lead-death = Возьмите документы и телефон. Если будут вопросы, мы поможем.
goodbye-forgotten = Ваши ответы стёрты. Следующий человек их не увидит.
goodbye-again = Начать сначала

## Состояние заявлений

state-prepared = Подготовлено, не подано
state-submitted = Подано
state-paid = Оплачено
state-waiting = Рассматривается
state-issued = Результат готов, ещё не выдан
state-handed-over = Результат выдан
state-informed-only = Только консультация
state-referred = Направлено в другое место
state-withdrawn = Отозвано заявителем
state-refused = Получен отказ
footer-help-short = Помощь
footer-keys-short = Клавиши
footer-larger-short = Крупнее
footer-contrast-short = Цвета
footer-hide-short = Стереть
page-up-short = Выше
page-down-short = Ниже

## Два события, что не положено, отдельные услуги

start-pages = Страница { $number } из { $of }
service-ask = Об этой услуге у нас нет подтверждённых сведений. Спросите специалиста.
second-heading = Что ещё произошло?
second-lead = Выберите ещё одно событие. Прежние ответы сохранятся. Общие документы спросим один раз.
refused-heading = Что вам не подходит и почему
refused-lead = По вашим ответам. Если какой-то ответ неверный, измените его. Если вы не согласны, спросите специалиста.
refused-instead = Вместо этого вам может помочь
refused-open = Посмотреть
plan-refused = Что вам не подходит
plan-second = Произошло ещё что-то
plan-trips-without = { $count ->
    [one] Без этого центра была бы { $number } поездка.
    [few] Без этого центра было бы { $number } поездки.
   *[other] Без этого центра было бы { $number } поездок.
}
plan-unknown-fees = { $count ->
    [one] Для { $number } шага мы не знаем всей суммы.
    [few] Для { $number } шагов мы не знаем всей суммы.
   *[other] Для { $number } шагов мы не знаем всей суммы.
}
plan-unknown-named = Мы не знаем всей суммы для этого: { $steps }.
plan-less-named = Некоторые платят меньше или не платят за это: { $steps }. Там сказано кто.
plan-less = { $count ->
    [one] За { $number } шаг некоторые платят меньше или не платят: там сказано кто.
    [few] За { $number } шага некоторые платят меньше или не платят: там сказано кто.
   *[other] За { $number } шагов некоторые платят меньше или не платят: там сказано кто.
}
plan-nothing = По вашим ответам здесь вам ничего делать не нужно. Посмотрите, почему и что может помочь, или измените ответы.
plan-tag-lacking = Чтобы получить недостающий документ
where-suspended = Сейчас не оказывают
where-suspended-until = Не оказывают до { $date }
due-none = Срок для этого шага нам не известен.
due-window = Начало: { $opens }. Последний день: { $date }
step-get-paper = Получите: { $paper }
step-valid-for = Сколько действует
step-entitled = Кто может обратиться
step-related = Связано с этим шагом
entitled-route = Достаточно одного из этих случаев:
entitled-or = или
reason-not-met = не подходит
reason-check-yourself = проверьте сами
related-requires = Перед этим
related-triggers = Следует за этим
related-enables = Становится возможным после этого
related-concurrent = Можно запросить одновременно
related-alternative = Вместо этого
related-recommended = Стоит посмотреть
fee-ready = готово { $date }
fee-more = дороже на { $amount }
fee-front-office = из них плата за подачу в окне: { $amount }
fee-offices = только здесь: { $offices }
fee-percent = { $percent } % от суммы: { $of }
fee-per = { $amount } за единицу: { $unit }
fee-exempt-you = Вы платите меньше или не платите
fee-exempt-proof = Подтверждение: { $proof }
fee-exempt-stock = Пока хватает: { $stock }
fee-exempt-stock-until = Пока хватает, не позже { $date }: { $stock }
fee-exempt-until = До { $date }
fee-later = Начиная с этого дня ({ $date }): { $amount }
duty-percent = Ещё государственная пошлина: { $percent } % от суммы: { $of }
benefit-later = Начиная с этого дня ({ $date }): { $amount }
benefit-retroactive = Платят и за время до заявления, не больше: { $term }.
either-not-both = Одно из двух, вместе не дают:
hint-countries = { $answer }: { $countries }.
step-treaties = Страны, с которыми есть соглашение
treaties-in-force = Соглашение действует с этими странами:
treaties-to-come = Готовится и пока не действует; спросите, когда начнётся:
treaty-since = { $country } (с { $date })
treaty-signed = { $country } (подписано)
treaty-prepared = { $country } (обсуждают)
paper-have = Есть
paper-lack = Нет
paper-or = Достаточно одного из них. Или: { $papers }
paper-lacking-step = Его дают на шаге «{ $step }», он есть в плане.
paper-lacking-ask = Спросите специалиста, как его получить.

# Суммы и правила, которые не подтверждены с тех пор, как могли измениться.
belief-ended-money = Суммы здесь были верны до { $date } и с тех пор могли измениться. { $ask }
belief-ended-dates = Дни здесь были верны до { $date } и с тех пор могли измениться. { $ask }
belief-ended-conditions = Условия здесь были верны до { $date } и с тех пор могли измениться. { $ask }
belief-cause = Проверить после { $date }: { $cause }
belief-indexation = ежегодная индексация
belief-government = ежегодное постановление Правительства
belief-parliament = закон, принятый на новый год или изменённый
belief-council = решение местного совета
belief-season = правила нового сезона
belief-programme = конец программы или запаса
