# Cuvinte folosite pe toate ecranele.
app-title = CUPS – centrul unificat de prestare a serviciilor publice
date-long = { $weekday }, { $day } { $month } { $year }
weekday-1 = luni
weekday-2 = marți
weekday-3 = miercuri
weekday-4 = joi
weekday-5 = vineri
weekday-6 = sâmbătă
weekday-7 = duminică
month-1 = ianuarie
month-2 = februarie
month-3 = martie
month-4 = aprilie
month-5 = mai
month-6 = iunie
month-7 = iulie
month-8 = august
month-9 = septembrie
month-10 = octombrie
month-11 = noiembrie
month-12 = decembrie
amount-lei = { $count ->
    [one] { $number } leu
    [few] { $number } lei
   *[other] { $number } de lei
}
amount-lei-fraction = { $number } lei
term-work-days = { $count ->
    [one] { $count } zi lucrătoare
    [few] { $count } zile lucrătoare
   *[other] { $count } de zile lucrătoare
}
term-calendar-days = { $count ->
    [one] { $count } zi
    [few] { $count } zile
   *[other] { $count } de zile
}
term-hours = { $count ->
    [one] { $count } oră
    [few] { $count } ore
   *[other] { $count } de ore
}
term-months = { $count ->
    [one] { $count } lună
    [few] { $count } luni
   *[other] { $count } de luni
}
term-years = { $count ->
    [one] { $count } an
    [few] { $count } ani
   *[other] { $count } de ani
}
term-same-day = în aceeași zi
term-agreed-date = la data convenită
answer-yes = Da
answer-no = Nu
answer-unknown = Nu știu
answer-not-known-yet = încă nu se știe
reason-known = { $label }: { $value }
reason-unmet = { $label }: { $value } (e nevoie de: { $needed })
