# Тексты для специалиста.

## Подключение компьютера и вход

please-wait = Подождите немного
enrol-heading = Подключите этот компьютер
enrol-lead = Сервер CUPS ещё не знает этот компьютер. Возьмите у администратора адрес и одноразовый код.
enrol-hub = Адрес сервера
enrol-hub-hint = Начинается с https://
enrol-code = Одноразовый код
enrol-button = Подключить
enrol-error-missing = Напишите и адрес, и код.
enrol-error-refused = Сервер не принял код. Проверьте его или возьмите новый: код действует один раз.
first-heading = Первый специалист
first-lead = Напишите имя и выберите пароль. Запомните его: без него дела не прочитать.
first-button = Добавить
sign-in-heading = Вход для специалиста
sign-in-lead = Эта страница для специалистов. Если вы посетитель, нажмите «Назад».
sign-in-button = Войти
sign-in-name = Имя
sign-in-password = Пароль
sign-in-password-hint = Не меньше 8 знаков
sign-in-repeat = Пароль ещё раз
sign-in-error-name = Напишите имя.
sign-in-error-short = Пароль слишком короткий. Напишите не меньше 8 знаков.
sign-in-error-repeat = Пароли не совпадают. Напишите второй раз тот же пароль.
sign-in-error-wrong = Имя и пароль не подходят друг к другу. Проверьте их и попробуйте ещё раз.
sign-in-error-taken = Специалист с таким именем уже есть. Напишите другое имя.
colleague-heading = Новый коллега
colleague-added = Коллега добавлен. Теперь можно войти с этим именем и паролем.

## Рабочее место

desk-heading = Рабочее место специалиста
desk-new = Принять посетителя
desk-inform = Записать консультацию
desk-outbox = Посмотреть отправленное
desk-colleague = Добавить коллегу
desk-sign-out = Выйти
desk-code = Код с листка
desk-code-hint = Восемь букв и цифр. Например: 7K2M-4QXR
desk-code-unknown = На этом компьютере нет дела с таким кодом. Проверьте все восемь букв и цифр.
desk-find = Найти дело
desk-cases = Открытые дела
desk-no-cases = Открытых дел нет.
desk-case-line = { $event } · открыто { $date } · код { $code }
desk-late = Результат запаздывает

## Что сохранено и где

sync-all-sent = Всё отправлено и получено
sync-nothing-waits = Ничто не ждёт отправки
sync-waiting = { $count ->
    [one] { $number } запись сохранена здесь и ждёт отправки
    [few] { $number } записи сохранены здесь и ждут отправки
   *[many] { $number } записей сохранено здесь и ждёт отправки
}
sync-quarantined = { $count ->
    [one] { $number } запись отложена сервером для проверки
    [few] { $number } записи отложены сервером для проверки
   *[many] { $number } записей отложено сервером для проверки
}
sync-no-line = Сейчас нет связи
outbox-heading = Что сохранено и где оно
outbox-lead = Сначала всё сохраняется на этом компьютере. Когда есть связь, записи отправляются на сервер. Сервер отвечает номером.
outbox-send = Отправить сейчас
outbox-empty = Пока ничего не сохранено.
outbox-waiting = сохранено здесь, ждёт отправки
outbox-received = получено, номер { $number }
outbox-quarantined = отложено сервером для проверки
record = Сохранить
recorded = Сохранено здесь под номером { $number }. Ждёт отправки.
records-error-full = Не сохранено: диск заполнен. Освободите место на диске и попробуйте ещё раз.
records-error-write = Не сохранено: компьютер не может записать. Попробуйте ещё раз. Если повторится, позовите администратора.
records-error-busy = Не сохранено: записи сейчас использует другая программа. Подождите немного и попробуйте ещё раз.
records-error-damaged = Не сохранено: файл с записями повреждён. Закройте программу и запустите её снова. Всё, что читается, останется.
records-error-newer = Записи сделаны более новой программой. Попросите администратора обновить программу.
records-error-foreign = Файл с записями принадлежит другой программе. Позовите администратора.
records-error-enrolled = Не сохранено: компьютер не подключён к серверу. Позовите администратора.
records-salvaged = Файл с записями был повреждён. Мы сохранили всё, что удалось прочитать. Проверьте открытые дела.

## Что сделано

action-case-opened = Дело открыто
action-person-identified = Личность установлена
action-consent-given = Согласие дано
action-papers-checked = Документы проверены
action-request-prepared = Заявление подготовлено, не подано
action-request-submitted = Заявление подано
action-request-paid = Заявление оплачено
action-request-waiting = Заявление рассматривается
action-result-issued = Результат готов
action-result-handed-over = Результат вручён
action-informed = Консультация дана
action-referred = Человек направлен в другое место
action-request-withdrawn = Заявление отозвано
action-request-refused = По заявлению отказано
action-case-closed = Дело закрыто
action-satisfaction-given = Посетитель оставил оценку
action-corrected = Запись исправлена
action-records-salvaged = Записи восстановлены

## Дело

case-slip = Код для следующего визита: { $code }. Запишите его человеку на листке.
case-person = Человек
case-idnp = Личный номер (IDNP)
case-consent = Согласие
case-consent-until = Дано, по { $date } включительно
case-papers = Документы
case-papers-count = Отмечено: { $number }
case-missing = Пока нет
case-none = Не указан
case-no-name = Без имени
case-requests = Заявления
case-close = Закрыть дело
case-papers-heading = Какие документы принёс человек
case-papers-lead = Отметьте только те документы, которые вы видели.
case-error-name = Напишите имя и фамилию человека.
case-error-consent = Согласия человека нет или его срок прошёл. Получите его, прежде чем готовить заявление.
case-error-period = Согласие закончится раньше, чем начнётся. Выберите другой срок.
case-error-number = Напишите номер от поставщика услуги: от 3 до 32 латинских букв или цифр, хотя бы одна цифра. Можно «-» и «/».
case-error-early = Этот день раньше, чем открыто дело. Проверьте дату.
case-error-transition = Заявление сейчас не может перейти в это состояние. Посмотрите его нынешнее состояние.
case-error-unknown = Этого заявления в деле нет. Вернитесь к делу и выберите ещё раз.
case-error-already = По этой услуге уже есть открытое заявление. Продолжайте с ним.
case-error-closed = Дело закрыто. Изменить его нельзя.
case-error-collector = Напишите, кто забрал результат и какой документ показал.

## Человек

person-heading = Кто этот человек
person-privacy = Данные хранятся в зашифрованном виде. Их могут прочитать только специалисты этого центра и оператор сервера CUPS.
person-name = Имя и фамилия
person-idnp = Личный номер (IDNP)
person-idnp-hint = 13 цифр из удостоверения личности. Можно не заполнять.
person-phone = Телефон
person-phone-hint = Например: 069 000 000. Можно не заполнять.
person-error-phone = Напишите телефон только цифрами, от 8 до 16, или оставьте поле пустым.
idnp-error-digits = В IDNP только цифры. Уберите буквы и другие знаки.
idnp-error-length = В IDNP 13 цифр. Здесь их: { $found }. Сравните с документом.
idnp-error-first = IDNP начинается с 0 или с 2. Проверьте первую цифру по документу.
idnp-error-check = Одна цифра в IDNP неверна или две переставлены. Сравните с документом, цифру за цифрой.

## Согласие человека

consent-heading = Согласие человека
consent-scope = Для чего
consent-this-event = Только это событие
consent-follow-up = Это событие и то, что из него следует
consent-duration = На какой срок
consent-today = Только сегодня
consent-month = 30 дней
consent-half-year = Полгода
consent-year = Один год
consent-aloud = Прочитайте вслух
consent-text =
    Вы согласны, что { $centre } действует от вашего имени: готовит и подаёт заявления, следит за ответом.
    Для чего: «{ $event }». { $scope }.
    До какого дня: { $until } включительно.
    Вы можете отозвать согласие в любое время. Скажите нам, и мы больше ничего не будем делать от вашего имени.
    Подпишите на бумаге два экземпляра. Один остаётся у вас, другой — у нас.
consent-record = Сохранить согласие

## Заявление

request-none = Заявления ещё нет
request-prepare = Подготовить заявление
request-number = Номер от поставщика услуги
request-number-hint = Его дают при подаче. Без этого номера заявление не подано.
request-date = День подачи
request-submit = Записать подачу
request-collector = Кто забрал результат
request-paper = Какой документ показал
request-paper-hint = Например: удостоверение личности
request-hand-over = Записать вручение
request-mark = Отметить: { $state }
request-final = Заявление завершено. Дальше ничего не требуется.
request-number-line = Номер от поставщика услуги: { $number }
request-expected-line = Результат ожидается: { $date }

## Только консультация

inform-heading = О чём была консультация?
inform-lead = Выберите событие. Запись сохранится сразу, без имени.
desk-exit = Закрыть программу
case-error-open = Есть незавершённое заявление. Завершите его или отметьте, что оно отозвано, и затем закройте дело.
recorded-received = Сохранено здесь под номером { $number } и получено сервером.
catalogue-too-new = Для нового каталога нужна более новая версия программы. Сообщите администратору.
catalogue-machine = Диск полон или недоступен для записи: новый каталог не сохранён.
catalogue-no-root = Терминал не знает, чьим каталогам верить. Зарегистрируйте его заново.
action-changes-told = Об изменениях сообщено
case-changed = С прошлого визита каталог изменился
case-changed-line = { $service }: { $parts }
case-changed-tag = Изменилось: { $parts }
case-changed-told = Человеку сообщено
desk-changed = Есть изменения
change-gone = больше нет в каталоге
change-notice = объявление
change-name = название
change-papers = документы
change-money = суммы
change-term = срок
change-place = место
change-deadline = крайняя дата
change-entitlement = кому положено
change-steps = шаги
change-certainty = что подтверждено
