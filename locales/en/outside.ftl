# Away from the village: missions abroad and mobile teams.

# --- Days on which nobody is received ---
shut-weekend = That day is a Saturday or Sunday: nobody works here.
shut-moldova = That day is a holiday in Moldova: nobody works here.
shut-host = That day is a holiday in { $country }: the mission may be closed.
shut-unknown = The holidays of { $country } are not known here. Look in the mission's calendar.
day-in-moldova = In Moldova it is another day now: { $date }. Time limits are counted by the day in Moldova.

# --- The next appointment ---
appointment-one = An appointment is for one person. A family of four needs four, each in its own case.
appointment-taken = Another person is expected at { $hour }. Choose another hour.
appointment-next = Free hours on the same day
appointment-place = Village
appointment-place-hint = The village to which the team goes. Leave it empty where the person comes to the centre.
leaf-when-place = Place: { $place }

# --- Papers of another country ---
foreign-heading = Papers issued by another country
foreign-nothing = A paper of { $country }: no apostille and no legalisation. If it is not in Romanian, it is translated into Romanian.
foreign-apostille = A paper of { $country }: it needs an apostille, given in { $country }. Then it is translated into Romanian, together with the apostille.
foreign-legalisation = A paper of { $country }: legalised there first, then at an embassy or consulate of Moldova. Then a translation into Romanian.
foreign-unknown = A paper of { $country }: what it needs is not known here. Ask at the embassy or consulate before the journey.
foreign-other = A paper of another country: ask here first. Only the country that issued the paper gives the apostille.
foreign-exempt = No apostille: papers of { $countries }. Ask on 14 909 before the journey.
foreign-legalised = Legalisation instead of an apostille: papers of { $countries }.

# --- The day of a team in a village ---
desk-day-pack = Day in a village
pack-heading = Prepare the day in a village
pack-lead = Choose the day and the village. The sheet says who comes, which papers they bring, which results you take along and what goes into the bag.
pack-ahead = Days with appointments
pack-day = { $date }, { $place }: { $number }
pack-place-error = Write the village.
pack-day-error = Write today or a later day, at most a year ahead. For example: 24.11.2026.
pack-names = People's names on the sheets
pack-names-hint = Without names, a lost sheet does not say who the people are. Keep it safe all the same.
pack-people = { $count ->
    [one] { $number } person comes
   *[other] { $number } people come
}
pack-nobody = Nobody has an appointment here on that day.
pack-bring = Brings: { $papers }
pack-results = To hand over: { $services }
pack-only-result = No hour: a result waits
pack-kit = Into the bag
pack-kit-unknown = The catalogue has no list of the bag for this team.
pack-sheets = { $count ->
    [one] { $number } sheet is printed: the list of the day, the slips, the lists of papers and blank consents.
   *[other] { $number } sheets are printed: the list of the day, the slips, the lists of papers and blank consents.
}
pack-print = Print all sheets
pack-left = { $count ->
    [one] { $number } sheet is left to print
   *[other] { $number } sheets are left to print
}
pack-title = Day in a village
pack-place-line = Village: { $place }
pack-column-done = Done
pack-column-hour = Hour
pack-column-who = Who comes, what they bring and receive
pack-visits = Who comes
pack-written = People without an appointment
pack-name-line = Code or name
preview-pack = The list of the day in a village
preview-case-papers = The list of one person's papers
preview-blank-consent = A blank consent, in two copies
