# Cuvinte folosite pe toate ecranele.

header-new = Calculator nou
header-languages = Limba
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
month-alone-1 = { month-1 }
month-alone-2 = { month-2 }
month-alone-3 = { month-3 }
month-alone-4 = { month-4 }
month-alone-5 = { month-5 }
month-alone-6 = { month-6 }
month-alone-7 = { month-7 }
month-alone-8 = { month-8 }
month-alone-9 = { month-9 }
month-alone-10 = { month-10 }
month-alone-11 = { month-11 }
month-alone-12 = { month-12 }
amount-lei = { $count ->
    [one] { $number } leu
    [few] { $number } lei
   *[other] { $number } de lei
}
amount-lei-fraction = { $number } lei
term-work-days = { $count ->
    [one] { $number } zi lucrătoare
    [few] { $number } zile lucrătoare
   *[other] { $number } de zile lucrătoare
}
term-calendar-days = { $count ->
    [one] { $number } zi
    [few] { $number } zile
   *[other] { $number } de zile
}
term-hours = { $count ->
    [one] { $number } oră
    [few] { $number } ore
   *[other] { $number } de ore
}
term-months = { $count ->
    [one] { $number } lună
    [few] { $number } luni
   *[other] { $number } de luni
}
term-years = { $count ->
    [one] { $number } an
    [few] { $number } ani
   *[other] { $number } de ani
}
term-same-day = în aceeași zi
term-agreed-date = la data convenită
answer-yes = Da
answer-no = Nu
answer-unknown = Nu știu
answer-then = Cu Enter mergeți mai departe
answer-not-known-yet = încă nu se știe
reason-known = { $label }: { $value }
reason-unmet = { $label }: { $value } (e nevoie de: { $needed })
field-wrong = Greșit

# Foaia, înainte de a fi tipărită.
preview-heading = Tipăriți o foaie
preview-kind = Ce tipăriți
preview-plan = Planul, pe foi mari (A4)
preview-booklet = Planul, ca broșură mică
preview-strip = Planul, pe o bandă îngustă
preview-papers = Lista actelor
preview-step = Un pas al planului
preview-consent = Acordul, în două exemplare
preview-slip = Talonul cu codul cazului
preview-receipt = Ce s-a făcut până acum
preview-own = Ce date se păstrează despre persoană
preview-language = Limba foii
preview-sheet = Ce scrie pe foaie
preview-coming = Foaia se pregătește. Durează câteva secunde.
preview-pages = { $count ->
    [one] Foaia are o pagină. Așa va arăta pe hârtie.
    [few] Foaia are { $number } pagini. Așa vor arăta pe hârtie.
   *[other] Foaia are { $number } de pagini. Așa vor arăta pe hârtie.
}
preview-failed = Foaia nu a putut fi pregătită. Încercați din nou. Dacă nici așa nu merge, spuneți specialistului.
preview-try-again = Încercați din nou
preview-near = Măriți foaia
preview-whole = Arătați toată pagina
preview-covered = Pe această foaie sunt date personale. De aceea nu se vede de la început.
preview-uncover = Arătați foaia
preview-cover = Ascundeți foaia
preview-print = Tipăriți
preview-print-again = Tipăriți încă o dată
preview-copies = Câte exemplare
preview-copies-said = { $count ->
    [one] Un exemplar
    [few] { $number } exemplare
   *[other] { $number } de exemplare
}
preview-cancel = Opriți tipărirea
preview-yes = Da, foaia a ieșit
preview-no = Nu, foaia nu a ieșit
preview-keep = Păstrați ca fișier
preview-keep-in = Păstrați ca fișier în: { $place }
preview-look = Căutați din nou
preview-no-stick = Puneți un stick în calculator și apăsați „Căutați din nou”.
