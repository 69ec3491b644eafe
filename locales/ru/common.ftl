# Слова, общие для всех экранов.

header-new = Новый компьютер
header-languages = Язык
date-long = { $weekday }, { $day } { $month } { $year } г.
weekday-1 = понедельник
weekday-2 = вторник
weekday-3 = среда
weekday-4 = четверг
weekday-5 = пятница
weekday-6 = суббота
weekday-7 = воскресенье
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря
month-alone-1 = январь
month-alone-2 = февраль
month-alone-3 = март
month-alone-4 = апрель
month-alone-5 = май
month-alone-6 = июнь
month-alone-7 = июль
month-alone-8 = август
month-alone-9 = сентябрь
month-alone-10 = октябрь
month-alone-11 = ноябрь
month-alone-12 = декабрь
amount-lei = { $count ->
    [one] { $number } лей
    [few] { $number } лея
   *[many] { $number } леев
}
amount-lei-fraction = { $number } лея
term-work-days = { $count ->
    [one] { $number } рабочий день
    [few] { $number } рабочих дня
   *[many] { $number } рабочих дней
}
term-calendar-days = { $count ->
    [one] { $number } день
    [few] { $number } дня
   *[many] { $number } дней
}
term-hours = { $count ->
    [one] { $number } час
    [few] { $number } часа
   *[many] { $number } часов
}
term-months = { $count ->
    [one] { $number } месяц
    [few] { $number } месяца
   *[many] { $number } месяцев
}
term-years = { $count ->
    [one] { $number } год
    [few] { $number } года
   *[many] { $number } лет
}
term-same-day = в тот же день
term-agreed-date = в согласованный день
answer-yes = Да
answer-no = Нет
answer-unknown = Не знаю
answer-then = Нажмите Enter, чтобы идти дальше
answer-not-known-yet = пока неизвестно
reason-known = { $label }: { $value }
reason-unmet = { $label }: { $value } (нужно: { $needed })
field-wrong = Ошибка

# Лист перед печатью.
preview-heading = Печать листа
preview-kind = Что напечатать
preview-plan = План, на больших листах (A4)
preview-booklet = План, маленькой брошюрой
preview-strip = План, на узкой ленте
preview-papers = Список документов
preview-step = Один шаг плана
preview-consent = Согласие, в двух экземплярах
preview-slip = Талон с кодом дела
preview-receipt = Что уже сделано
preview-own = Какие данные о человеке хранятся
preview-language = Язык листа
preview-sheet = Что написано на листе
preview-coming = Лист готовится. Это займёт несколько секунд.
preview-pages = { $count ->
    [one] На листе { $number } страница. Так она будет выглядеть на бумаге.
    [few] На листе { $number } страницы. Так они будут выглядеть на бумаге.
   *[many] На листе { $number } страниц. Так они будут выглядеть на бумаге.
}
preview-failed = Лист не удалось подготовить. Попробуйте ещё раз. Если не получится, скажите специалисту.
preview-try-again = Попробовать ещё раз
preview-near = Увеличить лист
preview-whole = Показать всю страницу
preview-covered = На этом листе есть личные данные. Поэтому он сначала не виден.
preview-uncover = Показать лист
preview-cover = Скрыть лист
preview-print = Напечатать
preview-print-again = Напечатать ещё раз
preview-copies = Сколько экземпляров
preview-copies-said = { $count ->
    [one] { $number } экземпляр
    [few] { $number } экземпляра
   *[many] { $number } экземпляров
}
preview-cancel = Остановить печать
preview-yes = Да, лист вышел
preview-no = Нет, лист не вышел
preview-keep = Сохранить как файл
preview-keep-in = Сохранить как файл в: { $place }
preview-look = Поискать ещё раз
preview-no-stick = Вставьте флешку в компьютер и нажмите «Поискать ещё раз».
