# Слова, общие для всех экранов.
app-title = CUPS – единый центр государственных услуг
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
amount-lei = { $count ->
    [one] { $number } лей
    [few] { $number } лея
   *[many] { $number } леев
}
amount-lei-fraction = { $number } лея
term-work-days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[many] { $count } рабочих дней
}
term-calendar-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
term-hours = { $count ->
    [one] { $count } час
    [few] { $count } часа
   *[many] { $count } часов
}
term-months = { $count ->
    [one] { $count } месяц
    [few] { $count } месяца
   *[many] { $count } месяцев
}
term-years = { $count ->
    [one] { $count } год
    [few] { $count } года
   *[many] { $count } лет
}
term-same-day = в тот же день
term-agreed-date = в согласованный день
answer-yes = Да
answer-no = Нет
answer-unknown = Не знаю
answer-not-known-yet = пока неизвестно
reason-known = { $label }: { $value }
reason-unmet = { $label }: { $value } (нужно: { $needed })
