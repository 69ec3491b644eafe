# Words every screen shares.

header-new = New computer
header-languages = Language
date-long = { $weekday }, { $day } { $month } { $year }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
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
   *[other] { $number } lei
}
amount-lei-fraction = { $number } lei
term-work-days = { $count ->
    [one] { $number } working day
   *[other] { $number } working days
}
term-calendar-days = { $count ->
    [one] { $number } day
   *[other] { $number } days
}
term-hours = { $count ->
    [one] { $number } hour
   *[other] { $number } hours
}
term-months = { $count ->
    [one] { $number } month
   *[other] { $number } months
}
term-years = { $count ->
    [one] { $number } year
   *[other] { $number } years
}
term-same-day = on the same day
term-agreed-date = on the agreed date
answer-yes = Yes
answer-no = No
answer-unknown = I do not know
answer-then = Enter goes on
answer-not-known-yet = not known yet
reason-known = { $label }: { $value }
reason-unmet = { $label }: { $value } (needed: { $needed })
field-wrong = Wrong

# A sheet before it is printed.
preview-heading = Print a sheet
preview-kind = What to print
preview-plan = The plan, on large sheets (A4)
preview-booklet = The plan, as a small booklet
preview-strip = The plan, on a narrow strip
preview-papers = The list of papers
preview-step = One step of the plan
preview-consent = The consent, in two copies
preview-slip = The slip with the code of the case
preview-receipt = What was done so far
preview-own = What is kept about the person
preview-language = Language of the sheet
preview-sheet = What the sheet says
preview-coming = The sheet is being made ready. This takes a few seconds.
preview-pages = { $count ->
    [one] The sheet has one page. This is how it will look on paper.
   *[other] The sheet has { $number } pages. This is how they will look on paper.
}
preview-failed = The sheet could not be made ready. Try again. If that does not help, tell the specialist.
preview-try-again = Try again
preview-near = Enlarge the sheet
preview-whole = Show the whole page
preview-covered = This sheet holds personal data. That is why it is not shown at once.
preview-uncover = Show the sheet
preview-cover = Hide the sheet
preview-print = Print
preview-print-again = Print once more
preview-copies = How many copies
preview-copies-said = { $count ->
    [one] One copy
   *[other] { $number } copies
}
preview-cancel = Stop printing
preview-yes = Yes, the sheet is out
preview-no = No, the sheet is not out
preview-keep = Keep as a file
preview-keep-in = Keep as a file in: { $place }
preview-look = Look again
preview-no-stick = Put a stick into the computer and press “Look again”.
