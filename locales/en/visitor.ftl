# The words of the visitor and of the frame.

## The frame of every page

window-title = CUPS – guide for life events
window-title-page = { $heading } – CUPS
back = Back
back-to-desk = Back to the desk
footer-help = Ask for help
footer-keys = Screen keyboard
footer-larger = Larger text
footer-contrast = Change colours
footer-hide = Clear all
catalogue-note = Catalogue { $number }, valid as of { $date }
catalogue-age = { $count ->
    [0] of today
    [one] { $number } day ago
   *[other] { $number } days ago
}
catalogue-expired = The information was confirmed until { $date }. Ask the specialist before you pay.
catalogue-unconfirmed = The information of { $date } was not confirmed since. Ask the specialist before you pay.
catalogue-untrusted = A catalogue came that could not be verified, and is not used. The screen shows the information of { $date }.
catalogue-old = The information is of { $date }, more than a year old. Ask the specialist before you pay.
clock-wrong = The computer clock seems wrong: { $date }
page-up = See further up
page-down = See further down
page-before = Previous page
page-after = Next page
page-before-short = Previous
page-after-short = Next
key-space = Space
key-erase = Erase letter
key-capitals = Capitals
key-small = Small letters
key-signs = Signs
key-group = Keyboard on the screen
continue = Continue
event-gone = The information on this page has changed. Go back and choose again.

## Is anybody still there

idle-heading = Are you still there?
idle-lead = Nobody has touched the screen for a while. If you have left, we erase the answers so that nobody else sees them.
idle-how = To stay, press any key or touch the screen.
idle-end-how = To finish now and erase, press Tab twice, then Enter.
idle-left = { $count ->
    [one] We erase everything in { $number } second.
   *[other] We erase everything in { $number } seconds.
}
idle-more = I need more time
idle-end = Finish and erase

## The start page

start-heading = What has happened in your life?
start-search-label = Search in your own words
start-search-hint = For example: birth certificate, money for a child, divorce.
start-search-clear = Clear the search
start-search-found = { $count ->
    [one] { $number } result
   *[other] { $number } results
}
start-search-ask = Ask the specialist
start-search-empty = Nothing was found. Try another word or ask the specialist.
start-part-of = Or begin with what has happened

## An event

event-at-hand = What is useful to have at hand
event-not-for = If your situation is different
event-begin = Begin
event-privacy = We do not ask your name. At the end the computer forgets all the answers.

## Questions

question-progress = Question { $number } of { $of }
question-date-label = Date
question-date-hint = Day, month and year. For example: 05.03.2026 or 05032026
question-number-label = The answer in figures
question-lists = Choose from lists
question-type = Type the date
question-choose-day = Choose the day
question-choose-month = Choose the month
question-choose-decade = Choose the years
question-choose-year = Choose the year
question-day = Day
question-month = Month
question-year = Year
question-error-lists = Choose the day, the month and the year. If you do not know, press “Type the date”, then choose “I do not know”.
question-today = Today
question-yesterday = Yesterday
error-title = Something still needs correcting
question-error-nothing = Give an answer. If you do not know, choose “I do not know”.
question-error-date = The date could not be read. Write the day, month and year, for example 05.03.2026.
question-error-future = This day is in the future and does not fit here. Check the day, month and year.
question-error-past = This day is too long ago. Check the day, month and year.
question-error-day = This month has only { $last } days. Check the day.
question-error-month = A year has 12 months. Check the month.
question-error-number = Write a whole number in figures. For example: 2
question-error-range = Write a number from { $least } to { $most }.

## Checking the answers

answers-heading = Check your answers
answers-lead = If an answer is not right, change it. Then we show you what to do.
answers-change = Change
answers-continue = See what to do
home-heading = Where do you live?
home-hint = Some offices are those of the place where you live, not those of the centre where you are now.
home-label = Where you live
home-served = In { $places }
home-district = Elsewhere: { $district }
home-elsewhere = In another district or city

## The plan

plan-to-do = { $count ->
    [0] You have no steps to take.
    [one] You have { $number } step to take.
   *[other] You have { $number } steps to take.
}
plan-automatic = { $count ->
    [one] { $number } step is taken by the State itself.
   *[other] { $number } steps are taken by the State itself.
}
plan-only-maybe = { $count ->
    [one] { $number } step is possible. Whether you need it is not known yet: read it or ask the specialist.
   *[other] { $number } steps are possible. Which of them you need is not known yet: read them or ask the specialist.
}
plan-maybe = { $count ->
    [one] { $number } step depends on what is not known yet.
   *[other] { $number } steps depend on what is not known yet.
}
plan-trips = { $count ->
    [one] You have { $number } journey to make to another office.
   *[other] You have { $number } journeys to make to other offices.
}
plan-trips-perhaps = { $count ->
    [one] You may have { $number } journey to make to another office.
   *[other] You may have up to { $number } journeys to make to other offices.
}
plan-trips-range = { $count ->
    [one] You have { $least }, perhaps { $number } journey to make to another office.
   *[other] You have { $least }, perhaps { $number } journeys to make to other offices.
}
plan-no-trip = For now you do not have to go to another office.
plan-free = As far as we know, you pay nothing.
plan-cost = As far as we know, you pay { $amount }.
plan-cost-more = As far as we know, you pay { $amount }, perhaps up to { $most }.
plan-cost-perhaps = As far as we know, you may pay up to { $amount }.
plan-pages = Part { $number } of { $of }
plan-section-do = What you have to do
plan-section-receive = What you receive without asking
plan-section-state = What the State does by itself
receive-amount = You receive { $amount }
receive-money = You receive money
lead-heading = First:
lead-more = { $count ->
    [one] And { $number } more step of the plan cannot wait.
   *[other] And { $number } more steps of the plan cannot wait.
}
plan-tag-maybe = May be needed
plan-tag-or = Instead of step { $number }
plan-tag-optional = If you wish
plan-tag-notice = Read the notice
plan-specialist = Continue with the specialist
plan-open-case = Open a case
plan-papers = See which papers to bring
plan-print = Print the plan
plan-take-away = Take the plan with you
plan-finish = Finish
plan-change = Change the answers

## Where a step is done

where-automatic = The State does it itself
where-other = Read where and how
where-here-whole = You do all of it here
where-here-online = All here, online, with help
where-online = You do all of it online
where-here-register = Here you can only file
where-here-hand-over = Here you can only collect
where-trip = You go to another office
where-trip-to = Go to another office: { $office }
where-hall = Where you live: { $office }
where-online-register = Online you only apply
where-phone = You do all of it by telephone
where-not-known = It is not known where. Ask the specialist.
where-perhaps-better = { $certain }. Perhaps { $perhaps }

## Dates

due-within = By { $date }
due-passed = The time limit has passed: { $date }
due-not-before = Not before { $date }
due-expected = Answer expected by { $date }
due-unknown = How long: { $term }. The exact day is not known yet.
due-unknown-back = At the latest { $term } before. The exact day is not known yet.
due-from-receipt = { $label }: you have { $term } from receiving it.
due-closed-go = The offices are closed on that day. Go on { $date }.
lead-passed-term = The time limit of { $term } ended on { $date }.
lead-passed-label = { $label }: the time limit ended on { $date }.
lead-passed = The time limit ended on { $date }.
lead-go-today = Go today.
lead-go-at-once = Go as soon as you can.
lead-go-on = The offices are closed until then, so go on { $date }.
lead-then-harder = After { $date } it will be harder.
lead-then-less = After { $date } you lose a part of what is due to you.
lead-then-closed = After { $date } it is no longer possible.
lead-then-ask = The next time limit: { $date }.
lead-then-window = The next period: { $opens } – { $date }.
lead-over-less = It is still possible: go as soon as you can.
lead-over-closed = It is no longer possible.
lead-over-ask = Ask what you can do now.
lead-window-ended = The period before ended on { $date }.
lead-last-day = Today is the last day: { $date }
lead-last-open-day = Today is the last day on which the offices are open; the time limit is { $date }
lead-due-closed = By { $go } (the time limit, { $date }, is a day off)
lead-closed-until = The last day is { $date }, but the offices are closed until then. Go on { $go }.
lead-answer-overdue = The answer should have come by { $date }. Ask why it has not.
lead-perhaps = This may concern you. { $words }
lead-season = { $words } (by the dates of { $season }; now they may be different)
lead-past-season = In { $season }: { $opens } – { $date }. The dates of now are not known yet: ask.
lead-past-season-day = In { $season }: until { $date }. The dates of now are not known yet: ask.

## What is not certain

perhaps = Perhaps: it depends on what is not known yet.
perhaps-why = Perhaps. { $why }
perhaps-so = Perhaps { $words }
ask-specialist = Ask the specialist.
ask-provider = Ask: { $name }.
ask-phone = Ask: { $name }, { $phone }.

## What it costs

fee-free = Free
fee-exact = Costs { $amount }
fee-free-or = Free or at most { $amount }
fee-unknown = We do not know the price
fee-amount-unknown = Amount not known
fee-part = another amount is not known
fee-part-term = for { $term } the amount is not known
fee-part-consular = the consular fee is not known
fee-and = { $cost } and another { $amount }
fee-on-top = Paid besides the other amount:
fee-together = Together: { $amount }
fee-with-part = { $cost }; { $part }
fee-with-duty = { $cost }, plus State duty
fee-with-duty-perhaps = { $cost }, perhaps State duty too
amount-nothing = free
amount-range = from { $least } to { $most }
amount-or = { $one } or { $other }
amount-perhaps = { $amount }, perhaps { $other }
amount-perhaps-less = { $amount }, perhaps only { $least }
amount-perhaps-more = { $amount }, perhaps up to { $most }
fee-online = if you file online
fee-exempt = These people pay less or nothing:
duty-amount = In addition, the State duty: { $amount }
duty-unknown = The State duty is paid in addition. The amount is not known.

## A step

step-place = Step { $number } of { $of }
step-before = Step before
step-after = Next step
step-parts = Parts of the step
step-where = Where it is done
step-dates = When
step-processing = How long it takes: { $term }
step-papers = Which papers are needed
step-money = What it costs
step-money-benefit = What you receive and what it costs
step-why = Why this step is in the plan
step-sources = How we know
step-ask-first = Not everything is known here. { $ask }
step-unconfirmed = For the specialist: not found or not confirmed
step-provider = Responsible: { $provider }
step-figures = Amounts and times as of: { $date }
reason-met = fits
reason-open = to be found out
reason-verdict = { $reason } – { $verdict }
place-here = Here: { $centre }
place-online = Online
place-office = At the office that provides the service
place-consulate = At the consulate
place-phone = By telephone
office-for = This is the office for those who live here: { $place }
office-own = Go to the office of the district in which you live: the one here is for { $place }
office-hall-here = This is the town hall of { $place }
office-hall-own = Go to the town hall of the place where you live, not to that of { $place }
office-hours = Open: { $hours }
office-phone = Telephone: { $phone }
centre-way = How to get here: { $way }
centre-ramp = There is a ramp at the entrance
centre-no-ramp = There are steps at the entrance and no ramp
centre-payment = How to pay: { $payment }
finish-whole = You can do all of it, from the request to the result.
finish-register-only = You can only file the request. The result comes online or is collected elsewhere.
finish-hand-over-only = You can only collect the result. The request is filed elsewhere.
finish-none = You can only get information.

## Papers

papers-heading = Which papers are needed
papers-lead = The papers for the whole plan. Each is listed once.
papers-print = Print the list of papers
step-print = Print this step
papers-bring = Bring
papers-from-plan = You get them along the way, in the steps of the plan
papers-maybe = May be needed
papers-made-here = Filled in on the spot
papers-state = No need to bring: the State has them
papers-for = For: { $steps }
papers-none = As far as we know, no papers are needed.
paper-bring = Bring
paper-maybe = May be needed
paper-made-here = Filled in on the spot, nothing to bring
paper-state-reads = No need to bring: it is in the State’s registers
paper-from-step = You get it in the step “{ $step }”
paper-apostille = If the paper is from another country: apostille or legalisation, and a notarised translation
paper-valid = Good for { $term } from when it is issued

## The plan to take away

take-away-heading = Take the plan with you
take-away-lead = Point the camera of your telephone at the black square. The plan appears on the telephone, without a name or other personal data. No telephone: write the steps on paper or ask for help.
take-away-qr = QR code with the steps of the plan
take-away-too-long = The plan is too long for a code. Write the steps on paper or ask for help.
take-away-valid = Valid for { $centre }, { $date }
sheet-place = Where: { $place }
take-away-part = Code { $number } of { $of }
take-away-after = Next code
take-away-before = Code before

## Help from the specialist

call-heading = The specialist helps you
call-lead = Raise your hand or ask at the specialist’s desk. You may ask anything.
call-kept = The answers stay on the computer while you are here. If the question “Are you still there?” appears, touch the screen.
call-back = Back to the page before
call-back-to-plan = Back to the plan
call-sign-in = For staff: specialist sign-in

## At the end

satisfaction-heading = How was it today?
satisfaction-heading-death = Was the help here of use to you?
satisfaction-lead = Choose one answer. The specialist does not see what you chose.
satisfaction-five = Very good
satisfaction-four = Good
satisfaction-three = So-so
satisfaction-two = Not so good
satisfaction-one = Bad
satisfaction-skip = I would rather not say
goodbye-heading = Thank you
goodbye-heading-death = Our condolences
goodbye-lead = Take your papers and your telephone. You can come back at any time.
goodbye-lead-death = Take your papers and your phone. If you have further questions, we will help.
goodbye-forgotten = Your answers have been erased. The next person cannot see them.
goodbye-again = Begin again

## The state of requests

state-prepared = Prepared, not submitted
state-submitted = Submitted
state-paid = Paid
state-waiting = With the institution
state-issued = Result ready, not handed over yet
state-handed-over = Result handed over
state-informed-only = Information only
state-referred = Referred elsewhere
state-withdrawn = Withdrawn
state-refused = Refused
footer-help-short = Help
footer-keys-short = Keyboard
footer-larger-short = Larger
footer-contrast-short = Colours
footer-hide-short = Clear
page-up-short = Up
page-down-short = Down

## Two events, what is not for you, single services

start-pages = Page { $number } of { $of }
service-ask = We have no confirmed information on this service. Ask the specialist.
second-heading = What else happened?
second-lead = Choose one more event. Your answers so far stay. Papers that both need are asked for once.
refused-heading = What is not for you, and why
refused-lead = By your answers. If an answer is wrong, change it. If you do not agree, ask the specialist.
refused-instead = This may help instead
refused-open = Look at it
plan-refused = What is not for you
plan-second = Something else happened too
plan-trips-without = { $count ->
    [one] Without this centre it would be { $number } journey.
   *[other] Without this centre it would be { $number } journeys.
}
plan-unknown-fees = { $count ->
    [one] For { $number } step we do not know the whole amount.
   *[other] For { $number } steps we do not know the whole amount.
}
plan-unknown-named = We do not know the whole amount for: { $steps }.
plan-less-named = Some people pay less or nothing for: { $steps }. It is said there who.
plan-less = { $count ->
    [one] For { $number } step some people pay less or nothing: it is said there who.
   *[other] For { $number } steps some people pay less or nothing: it is said there who.
}
plan-nothing = By your answers there is nothing for you to do here. See why, and what may help, or change the answers.
plan-tag-lacking = For the paper you are missing
where-suspended = Suspended now
where-suspended-until = Suspended until { $date }
due-none = We know of no time limit for this step.
due-window = From { $opens } to { $date }
step-get-paper = Get: { $paper }
step-valid-for = How long it is valid
step-entitled = Who can apply
step-related = Linked to this step
entitled-route = One of these cases is enough:
entitled-or = or
reason-not-met = does not fit
reason-check-yourself = check it yourself
related-requires = Before this
related-triggers = Follows after this
related-enables = Becomes possible after this
related-concurrent = Can be asked for at the same time
related-alternative = Instead of this
related-recommended = Worth looking at
fee-ready = ready on { $date }
fee-more = { $amount } more
fee-front-office = of which the counter tariff: { $amount }
fee-offices = only at: { $offices }
fee-percent = { $percent } % of { $of }
fee-per = { $amount } for { $unit }
fee-exempt-you = You pay less or nothing
fee-exempt-proof = Proof: { $proof }
fee-exempt-stock = As long as it lasts: { $stock }
fee-exempt-stock-until = As long as it lasts, until { $date } at the latest: { $stock }
fee-exempt-until = Until { $date }
fee-later = From { $date }: { $amount }
duty-percent = State duty on top: { $percent } % of { $of }
benefit-later = From { $date }: { $amount }
benefit-retroactive = Paid for the time before the application too, at most { $term }.
either-not-both = The one or the other, not both:
hint-countries = { $answer }: { $countries }.
step-treaties = Countries with an agreement
treaties-in-force = The agreement is in force with:
treaties-to-come = Being prepared and not in force yet; ask when it begins:
treaty-since = { $country } (since { $date })
treaty-signed = { $country } (signed)
treaty-prepared = { $country } (in talks)
paper-have = I have it
paper-lack = I do not have it
paper-or = One of these is enough. Or: { $papers }
paper-lacking-step = You get it at the step “{ $step }”, which is in the plan.
paper-lacking-ask = Ask the specialist how to get it.

# Figures and rules that nobody has confirmed since they may have changed.
belief-ended-money = The amounts given here were right until { $date } and may have changed since. { $ask }
belief-ended-dates = The days given here were right until { $date } and may have changed since. { $ask }
belief-ended-conditions = The conditions given here were right until { $date } and may have changed since. { $ask }
belief-cause = To be checked after { $date }: { $cause }
belief-indexation = the yearly indexation
belief-government = the Government's yearly decision
belief-parliament = a law voted for the new year, or changed
belief-council = the local council's decision
belief-season = the rules of the new season
belief-programme = the end of the programme or of its stock
