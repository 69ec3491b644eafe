# The words of the specialist.

## Connecting the computer and signing in

please-wait = Please wait
enrol-heading = Connect this computer
enrol-lead = The CUPS server does not know this computer yet. Ask the administrator for the address and a one-time code.
enrol-hub = Server address
enrol-hub-hint = It starts with https:// or, without a line, with CUPSR1 (the code of the room)
enrol-code = One-time code
enrol-button = Connect
enrol-error-missing = Write both the address and the code.
enrol-error-room = The relay computer in the room does not know this centre yet. First connect a computer that already works here, then try again.
enrol-error-refused = The server did not take the code. Check it or ask for another: a code works only once.
first-heading = The first specialist
first-lead = Write the code that the agency gave you, and your name. Then choose a password and remember it: without it the cases cannot be read.
first-button = Add
first-code = Code from the agency
first-code-hint = 12 letters and digits. For example: 7K2M-4QXR-9AB0
first-error-code = The code does not hold or was used before. Compare it with the paper, or take another code from it.
first-error-code-missing = Write the code from the agency.
first-no-code = No code from the agency is left on this computer.
first-no-code-lead = This computer has no code from the agency, so nobody can be the first specialist. Call the agency and ask for new codes for the terminal { $terminal }. The agency reads them out to you. When there is a line, press the button.
first-no-code-button = Look for new codes
sign-in-heading = Specialist sign-in
sign-in-lead = This page is for specialists. If you are a visitor, press “Back”.
sign-in-button = Sign in
sign-in-name = Name
sign-in-password = Password
sign-in-password-hint = At least 8 characters that not everybody would guess
sign-in-repeat = Password again
sign-in-error-name = Write the name.
sign-in-error-short = The password is too short. Write at least 8 characters.
sign-in-error-repeat = The passwords are not the same. Write the same password the second time.
sign-in-error-wrong = The name and the password do not match. Check them and try again.
sign-in-error-taken = There is already a specialist of this name. Write another name.
sign-in-error-common = Anybody would guess this password. Choose another, for example a few words in a row.
sign-in-error-is-name = The password cannot be the name. Choose another, for example a few words in a row.
sign-in-error-early = It cannot be tried yet. What you wrote stays. How long to wait stands above the button.
sign-in-wait-seconds = { $count ->
    [one] Try again in { $number } second.
   *[other] Try again in { $number } seconds.
}
sign-in-wait-minutes = { $count ->
    [one] Try again in { $number } minute.
   *[other] Try again in { $number } minutes.
}
colleague-heading = A new colleague
colleague-lead = Write the name and choose a password. Remember it: without it the cases cannot be read.
colleague-added = The colleague was added and can sign in with this name and password.

## The computer is locked

footer-lock = Lock · F11
footer-lock-short = Lock
footer-end = Sign out
lock-heading = The computer is locked
lock-lead = If you locked it, write your password and go on where you were.
lock-button = Unlock
lock-error-wrong = The password is not right. Check it and try again.
lock-other = I am another specialist
lock-other-lead = Write your name and password. The work of whoever locked ends.
lock-return = Back to the password
lock-end = End the work and go to the visitor’s page
lock-ask-heading = Something written is not saved yet
lock-ask-instead = Whoever locked left something that is not saved. If another specialist signs in, it is lost.
lock-ask-instead-button = Sign in all the same
lock-ask-end = Whoever locked left something that is not saved. If you end the work, it is lost.
lock-ask-end-button = End it all the same

## What the specialist needs to know

news-read = I have read this
news-lacked = The server no longer had { $count ->
    [one] one record that it had confirmed
   *[other] { $count } records that it had confirmed
}. They were kept here and are sent again. Tell the administrator.
news-refiled = The server has another history under the name of this computer: there is a copy of its disk, or old records were put back. Nothing was lost, but tell the administrator before you go on.
news-wrong = { $count ->
    [one] { $number } wrong password or code was tried.
   *[other] { $number } wrong passwords or codes were tried.
}
news-wrong-since = The first time: { $time }. If it was not you, tell the administrator.
news-wrong-no-date = The computer’s clock was wrong at that time. If it was not you, tell the administrator.
records-lost = The file with the records was missing or replaced, and another was begun. The cases and specialists of before are not here any more. Tell the administrator.

## The desk

desk-heading = The specialist’s desk
desk-new = Receive a visitor
desk-inform = Note information given
desk-outbox = See what was sent
desk-colleague = People and passwords
desk-sign-out = Sign out
desk-find = Find the case
desk-cases = Open cases
desk-no-cases = There are no open cases.
desk-case-line = { $event } · opened on { $date } · code { $code }
desk-late = The result is late

## What was saved and where it is

sync-all-sent = Everything was sent and received
sync-nothing-waits = Nothing is waiting to be sent
sync-waiting = { $count ->
    [one] { $number } entry saved here is waiting to be sent
   *[other] { $number } entries saved here are waiting to be sent
}
sync-kept = { $count ->
    [one] { $number } entry is at the relay computer in the room too, the server has not received it yet
   *[other] { $number } entries are at the relay computer in the room too, the server has not received them yet
}
sync-since = The oldest has been waiting since { $date }
sync-quarantined = { $count ->
    [one] { $number } entry was set aside by the server
   *[other] { $number } entries were set aside by the server
}
sync-no-line = No line at the moment
outbox-heading = What was saved and where it is
outbox-lead = Everything is saved on this computer first. When there is a line, it is sent to the server. The server answers with a number.
outbox-send = Send now
outbox-empty = Nothing has been saved yet.
outbox-waiting = saved here, waiting to be sent
outbox-kept = also kept at the relay computer in the room, not received by the server yet
outbox-received = received, number { $number }
outbox-quarantined = set aside by the server to be checked
outbox-off = Nothing is sent by itself from this computer: it is set so. What is saved stays here until you press “Send now”.
outbox-switch-off = No longer send by itself
outbox-switch-on = Send by itself again
outbox-switch-failed = The setting could not be written. Everything is as it was.
record = Save
recorded = Saved. It goes to the server when there is a line. (Journal line { $number }.)
records-error-full = Not saved: the disk is full. Make room on the disk and try again.
records-error-write = Not saved: the computer cannot write. Try again. If it happens again, call the administrator.
records-error-busy = Not saved: another program is using the records. Wait a little and try again.
records-error-damaged = Not saved: the file with the records is damaged. Close the program and start it again. What can be read is kept.
records-error-newer = The records were made by a newer program. Ask the administrator to update the program.
records-error-foreign = The file with the records belongs to another program. Call the administrator.
records-error-enrolled = Not saved: the computer is not connected to the server. Call the administrator.
records-salvaged = The file with the records was damaged. We kept what could be read. Check the open cases.

## What was done

action-case-opened = Case opened
action-person-identified = Person identified
action-consent-given = Consent given
action-papers-checked = Papers checked
action-request-prepared = Request prepared, not submitted
action-request-submitted = Request submitted
action-request-paid = Request paid
action-request-waiting = Request with the institution
action-result-issued = Result ready
action-result-handed-over = Result handed over
action-informed = Person informed
action-referred = Person referred elsewhere
action-request-withdrawn = Request withdrawn
action-request-refused = Request refused
action-appointment-made = Appointment made
action-appointment-cancelled = Appointment cancelled
action-case-taken-over = Case taken over by another specialist
action-draft-saved = Draft of the request saved
action-not-finished-here = Could not be finished here
action-case-closed = Case closed
action-satisfaction-given = Visitor left an opinion
action-corrected = Entry corrected
action-records-salvaged = Records recovered
action-records-lost = The file with the records was missing or replaced
action-sign-in-refused = Sign-in refused: wrong password or code
action-hub-lacked = The server no longer had records that it had received; they are sent again
action-identity-replaced = Records of an earlier identity of the computer go on
action-cases-erased = Closed cases erased, their days over
action-sheet-printed = Sheet printed
action-colleague-added = Colleague added
action-colleague-removed = Colleague removed
action-password-changed = Password changed
action-password-reset = New password given by the head of the centre
action-role-changed = Role changed
action-key-given = Colleague given access to the cases
action-key-renewed = Key of the cases changed
action-recovery-sheet-made = Recovery sheet made
action-recovery-sheet-used = Recovery sheet used
action-codes-made = List of codes made
action-codes-withdrawn = List of codes stopped
action-pages-kept = Scanned papers kept
action-pages-erased = Scanned papers erased

## A case

case-slip = Return code: { $code }. Write it on a slip for the person.
case-person = Person
case-idnp = Personal number (IDNP)
case-consent = Consent
case-papers = Papers brought
case-papers-count = Ticked: { $number }
case-missing = Still missing
case-none = Not recorded
case-no-name = No name yet
case-requests = Requests
case-close = Close the case
case-next-person = Write who the person is
case-next-consent = Take the consent
case-next-papers = Tick the papers
case-next-request = Go to the next request
case-papers-heading = Which papers the person has brought
case-papers-lead = Tick only the papers you have seen.
case-papers-all = All of them are here
case-error-name = Write the person’s first name and surname.
case-error-consent = The person’s consent is missing or has run out. Ask for it before you prepare the request.
case-error-period = The consent would end before it begins. Choose another length of time.
case-error-past = The day of the appointment has passed. Choose today or a later day.
case-error-number = Write the institution’s number: 3 to 32 Latin letters or digits, with at least one digit. You may use “-” and “/”.
case-error-early = This day is more than 30 days before the case was opened. Check the date.
case-error-transition = The request cannot move to this state now. Look at the state it is in.
case-error-unknown = The request is not in this case. Go back to the case and choose again.
case-error-already = There is already an open request for this service. Continue with it.
case-error-closed = The case is closed. It cannot be changed.
case-error-collector = Write who collected the result and which paper was shown.
case-error-reason = Choose the reason.
case-error-unchanged = Nothing was changed, so nothing was saved.
case-error-not-correctable = This entry cannot be taken back.
case-error-not-latest = Another entry was made after this one. Take the newest back first.
case-error-already-corrected = This entry was taken back before.
case-error-already-submitted = A request of this case was submitted. The case cannot be taken back.

## The person

person-heading = Who the person is
person-privacy = The data are kept encrypted. Only the specialists of this centre and the operator of the CUPS server can read them.
person-name = First name and surname
person-idnp = Personal number (IDNP)
person-idnp-hint = 13 digits, from the identity document. It may stay empty.
person-phone = Telephone
person-phone-hint = For example: 069 000 000. It may stay empty.
person-error-phone = Write the telephone in digits only, 8 to 16 of them, or leave the field empty.
idnp-error-digits = An IDNP has digits only. Remove letters and other signs.
idnp-error-length = An IDNP has 13 digits. Here there are: { $found }. Compare with the document.
idnp-error-first = An IDNP starts with 0 or 2. Check the first digit in the document.
idnp-error-check = One digit of the IDNP is wrong or two are swapped. Compare with the document, digit by digit.

## The person’s consent

consent-heading = The person’s consent
consent-scope = What for
consent-this-event = This event only
consent-follow-up = This event and what follows from it
consent-duration = For how long
consent-today = Today only
consent-month = 30 days
consent-half-year = Half a year
consent-year = One year
consent-aloud = Read aloud
consent-record = Save the signed consent
consent-print = Print the consent, two copies
case-print = Print the papers of the case
request-print = Print what was done

## A request

request-none = No request yet
request-prepare = Prepare the request
request-number = Number of the request at the institution
request-number-hint = You get it on submission. Without this number the request is not submitted.
request-date = Day of submission
request-submit = Record the submission
request-collector = Name of who collects it
request-paper = Which paper was shown
request-paper-hint = The kind of paper and its last four digits, for example: identity card 1234
request-hand-over = Record the hand-over
request-mark = Mark: { $state }
request-final = The request is finished. Nothing more follows.
request-number-line = Number of the request at the institution: { $number }
request-expected-line = Result expected: { $date }

## Information only

inform-heading = What did you inform about?
inform-lead = Choose the event. It is saved without a name.
desk-exit = Close the program
case-error-open = A request is not finished yet. Finish it or mark it as withdrawn, then close the case.
recorded-received = Saved here under number { $number } and received by the server.
catalogue-too-new = The new catalogue needs a newer version of the program. Tell the administrator.
catalogue-left-out = { $count ->
    [one] The program does not understand one place in the new catalogue: people are sent to you there. Tell the administrator.
   *[other] The program does not understand { $number } places in the new catalogue: people are sent to you there. Tell the administrator.
}
catalogue-machine = The disk is full or cannot be written: the new catalogue was not kept.
catalogue-no-root = This terminal does not know whose catalogues to believe. Enrol it again.
action-changes-told = Person told what changed
case-changed = The catalogue changed since the last visit
case-changed-line = { $service }: { $parts }
case-changed-tag = Changed: { $parts }
case-changed-told = The person was told
desk-changed = Something changed
change-gone = no longer in the catalogue
change-notice = notice
change-name = name
change-papers = papers
change-money = amounts
change-term = time it takes
change-place = place
change-deadline = deadline
change-entitlement = who is entitled
change-steps = steps
change-certainty = what is confirmed

## Questions before what cannot simply be undone

ask-no = No, go back
ask-missing = Choose one of the rows.
ask-clear-heading = Erase everything and start again?
ask-clear-lead = Your answers are off the screen. We can erase them, or you can go back to them.
ask-clear-yes = Yes, erase everything
ask-clear-soon = If you press nothing, they are erased in 15 seconds.
ask-leave-heading = Leave without saving?
ask-leave-lead = What you wrote or ticked here is not saved yet. If you leave, it is lost.
ask-leave-yes = Yes, leave without saving
ask-exit-heading = Close the program?
ask-exit-lead = Visitors cannot use the computer until the program is started again.
ask-exit-yes = Yes, close the program
ask-close-heading = Close the case?
ask-close-lead = A closed case does not change any more, and is erased after the time for which it is kept. If you close it by mistake, you can open it again with “Correct”.
ask-close-yes = Yes, close the case
ask-end-heading = How does the request end?
ask-end-lead = Choose how the request ends without a result. On the next page you choose the reason.
ask-end-reason-heading = Why does it end so?
ask-end-reason-lead = Choose the reason. After that the request is over, and the server is told.
ask-end-reason-yes = Yes, end the request
ask-correct-button = Correct
ask-correct-heading = What was recorded wrongly?
ask-correct-lead = Choose the row that is not right. On the next page you choose the reason.
ask-correct-reason-heading = Why do you correct it?
ask-correct-reason-lead = The row stays in the journal, and beside it stands that it was wrong. Everything is again as it was before.
ask-correct-reason-yes = Yes, correct it
ask-correct-nothing = There is nothing to correct here.
outbox-correct = Correct the last information given
request-end = End without a result
request-ended = The request ended without a result. If there is need, you can prepare another one.
consent-read = I read the text aloud
consent-written = The text is written or printed in two copies
consent-signed = The person signed both copies
consent-error-missing = The consent is saved only after it was read, written and signed. Tick each row when it is done.
case-papers-nothing = You ticked no paper. Tick what you have seen, or go back.
person-error-long = The name is too long. Write at most { $most } letters.
person-error-sign = The sign “{ $sign }” cannot be part of a name. Delete it.
## Why

reason-person-wish = The person wished it so
reason-made-by-mistake = The request was made by mistake
reason-done-alone = The person does this step alone
reason-no-longer-needed = It is not needed any more
reason-other-office = Another office is in charge
reason-not-available-here = It cannot be done here now
reason-papers-missing = A paper is missing
reason-not-entitled = The person is not entitled
reason-fee-too-high = The fee is too high for the person
reason-too-late = It was asked for too late
reason-provider-other = Another reason, given by the institution
reason-colleague-away = The colleague is away
reason-colleague-asked = The colleague asked for it
reason-wrong-key = It was pressed by mistake
reason-wrong-person = It is about another person
reason-wrong-details = Something was written wrongly
reason-repeated = It was noted twice
reason-not-done = In fact it was not done

## The history of a case

history-taken-back = Taken back: { $what }
history-was-taken-back = Taken back on { $date }.
history-was-changed = Changed on { $date }.
history-submitted = Submitted on { $date }.
history-paid = Day of the payment: { $date }.
history-value = Written: “{ $value }”
history-collected = Collected by: { $collector }. Paper: { $paper }.
history-reason = Reason: { $reason }
history-note = Note: { $note }

## The requests of a case, and what does not go together

recorded-consent-ended = Saved here as number { $number }. The person is another one, so the earlier consent no longer holds. Ask this person for consent.
person-ends-consent = You have written somebody else than the person who gave consent. If you save it, the earlier consent no longer holds and has to be asked for again.
case-earlier = Requests made earlier
case-earlier-lead = Their step is not in today's plan any more. The requests go on: you can follow them, hand over their results and end them.
case-conflict = Two desks recorded things that do not go together
case-conflict-later = { $other } – and at another desk: { $line }. The last line holds now. If it is not right, use “Correct”.
case-conflict-not-done = { $other } – and at another desk: { $line }. The second line changed nothing. Decide which one is right, and use “Correct” for the other.
case-conflict-answers = { $other } – and at another desk: { $line }. Until you decide which is right, nothing is done in the person’s name. Ask the person, then use “Correct” for the wrong line.
case-conflict-erasure = Asked for at another desk: { $line }. Here it is under way: { $other }. So nothing was erased. When the request has ended, ask the person whether they still wish it, and erase the case.
case-conflict-alone = Recorded, and could not be done any more: { $line }.
case-conflict-names = The name now: { $now }. The other name: { $other }.
case-aside = A newer program was used on this case ({ $dates }). What was done then is kept, but cannot be seen here.
case-lacking = A part of this case cannot be read here. What is shown is right, but something may be missing. Tell the administrator.
desk-conflict = Something does not go together
request-earlier = The step of this request is not in today's plan any more. The request goes on.
request-term = Which term was chosen and paid for?
request-term-unknown = Not known
request-term-line = The chosen term: { $term }
request-expected-unknown = It is not known when the answer comes.
desk-search = Find a case
desk-search-hint = The code on the slip, the name, a number or the service
desk-unknown = Nothing was found on this computer. Check what you typed, or type less.
desk-several = Several cases were found. Choose the right one in the list.
desk-found = { $count ->
    [one] { $number } case found
   *[other] { $number } cases found
}
desk-nothing-due = Nothing is urgent today. The open cases are below.
desk-with = With { $name }
due-heading = { $why }: { $number }
due-overdue = Answers that are late
due-to-hand-over = Results to hand over
due-provider-says = News from institutions
due-number-missing = Requests without the institution’s number
due-not-sent = Prepared, not submitted
due-consent-ends = Consents that end
due-changed = Cases touched by changes
due-appointments = Appointments today and tomorrow
due-missed = People who did not come
due-disputed = To choose what is right
due-set-aside = Set aside by the server
due-mark-awaited = Expected by { $date }
due-mark-here = Here since { $date }
due-mark-provider-says = Told for { $date }
due-mark-number = The number is missing
due-mark-prepared = Prepared on { $date }, not submitted
due-mark-consent = The consent holds until { $date }
due-mark-consent-ended = The consent ended on { $date }
due-mark-changed = Something changed
due-mark-today = Today, { $hour }
due-mark-tomorrow = Tomorrow, { $hour }
due-mark-was-expected = Expected on { $date }, { $hour }
due-mark-disputed = Something does not go together
due-mark-set-aside = Was not taken
due-do-overdue = Call the institution and give the request’s number.
due-do-hand-over = Tell the person and hand the result over.
due-do-provider-says = Open the request, compare, and write down what is so.
due-do-number = The institution has the request. Write the number down.
due-do-not-sent = Submit the request or withdraw it.
due-do-consent = Ask for consent again at the next visit.
due-do-consent-ended = Without a new consent nothing is done in the person's name.
due-do-changed = Tell the person what changed.
due-do-expected = Prepare the case for the visit.
due-do-missed = Nothing was recorded since. Agree on another day.
due-do-disputed = Two computers recorded what does not go together.
due-no-case = Entries without a case
refused-fork = { $count ->
    [one] { $number } entry: the server has another history of this computer. Tell the operator.
   *[other] { $number } entries: the server has another history of this computer. Tell the operator.
}
refused-malformed = { $count ->
    [one] { $number } entry could not be read by the server. Tell the operator.
   *[other] { $number } entries could not be read by the server. Tell the operator.
}
refused-terminal = { $count ->
    [one] { $number } entry is of another computer or centre. Tell the operator.
   *[other] { $number } entries are of another computer or centre. Tell the operator.
}
refused-refused = { $count ->
    [one] { $number } entry was not taken. It is sent again at the next start.
   *[other] { $number } entries were not taken. They are sent again at the next start.
}
refused-damaged = { $count ->
    [one] { $number } entry is damaged on this disk. Tell the operator.
   *[other] { $number } entries are damaged on this disk. Tell the operator.
}
refused-other = { $count ->
    [one] { $number } entry was set aside by the server. Tell the operator.
   *[other] { $number } entries were set aside by the server. Tell the operator.
}
theme-papers = Brings papers
theme-request = Fills in and submits requests
theme-result = Collects a result
theme-advice = Has questions
case-appointment = Appointment
case-holder = Specialist
case-take-over = Take the case over
ask-take-over-heading = Take your colleague's case over?
ask-take-over-lead = From now on you answer for this case. What your colleague did stays recorded. Choose the reason.
ask-take-over-yes = Take the case over
appointment-heading = When the person comes next
appointment-day = Day
appointment-day-hint = For example: 24.11.2026 or "tomorrow"
appointment-hour = Hour
appointment-hour-hint = For example: 9:30
appointment-theme = What for
appointment-cancel = Cancel the appointment
appointment-error-day = Write today or a later day, at most a year ahead. For example: 24.11.2026.
appointment-error-hour = Write the hour in digits. For example: 9:30.
person-name-hint = As on the paper. One name is enough.
person-birth = Date of birth
person-birth-hint = For example: 14.03.1961. May stay empty.
person-document = Number of the foreign document
person-document-hint = Only for those without an IDNP.
person-country = Country that issued it
person-country-hint = For example: Ukraine
person-acting = Who acts for the person
person-acting-hint = Name of the parent, guardian or authorised person. Empty when they come alone.
person-acting-paper = Paper that gives this right
person-acting-paper-hint = For example: birth certificate, power of attorney
person-error-birth = The date of birth is unclear or cannot be true. For example: 14.03.1961.
person-error-document = The document's number has 4 to 20 letters and digits. Compare it with the document.
person-error-country = Write the country that issued the document.
person-error-acting-paper = Write the paper that gives the right to act for the person.
person-doubt-number = The personal number seems to have been given out before the birth. Compare both with the document.
person-doubt-minor = The person is under 18. Write who acts for them.
person-met = This person may have been here before
person-met-take = Take the data into the form
person-met-open = Open that case
person-met-number = The same personal number and the same name.
person-met-document = The same document and the same name.
person-met-other-name = The same number but another name. Compare with the document.
person-met-birth = The same name and the same date of birth.
person-met-name = The same name. Ask whether it is the same person.
preview-draft = Draft of the request
request-fill = Fill in the request
request-data = What the request says
request-draft = What is filled in (not submitted)
request-sent-with = What the submitted request says
request-not-finished = Cannot be finished here
form-progress = Filled in: { $filled } of { $of }
form-begun = Draft begun: { $filled } of { $of }
form-lead = Each answer is saved by itself when you go on.
form-saved = Saved here at { $time }. Not submitted.
form-check = Check what you wrote
form-print = See the draft on paper
form-optional = { $name } (if there is one)
form-from-person = From the person's details
form-from-answer = From the answers at the beginning
form-changed-since = { $sent } – changed after it was submitted: { $now }. Tell the institution.
form-term = Term chosen
form-term-question = How soon is the answer wanted?
form-term-day = by { $date } if it is submitted today
form-price-unknown = price not known
form-exemption = Pays less
form-exempt-question = Does the person pay less?
form-exempt-none = No, they pay like everybody
form-error-name = Write the name in letters, for example: Ana Rusu.
form-error-date = Write the day in digits. For example: 24.11.2026.
form-error-idnp = The personal number has 13 digits. Compare it with the identity card, digit by digit.
form-error-choice = Choose an answer from the list.
form-error-amount = Write the amount in digits. For example: 260 or 9.50.
form-error-text = Write it in words, at most 300 letters.
form-error-missing = Write or choose an answer.
check-heading = Check the request
check-unsent = The request is only here. It is not submitted anywhere.
check-missing = Missing
check-missing-button = Fill in what is missing
check-done = It is right
ask-change-heading = Why do you change this answer?
ask-change-lead = The request was made ready with the old answer. The old one stays recorded, and requests not yet submitted take the new one.
ask-change-yes = Change the answer
ask-not-finished-heading = Why can it not be finished here?
ask-not-finished-lead = Only the service and the reason are recorded for statistics, without the person's name. The request stays as it is.
ask-not-finished-yes = Record the reason

## Scanned papers
case-pages = Scanned papers
scan-heading = Scanned papers
scan-lead = The pages are kept encrypted on this computer while the case is open. They are erased once you have handed over the last result, or when you close the case.
scan-over = The results were handed over. The scanned pages were erased, and no more are kept with this case.
scan-which = Which paper are you scanning?
scan-other = Another paper
scan-pages = { $count ->
        [0] no pages
        [one] { $number } page
       *[other] { $number } pages
    }
scan-glass = Scan the sheet on the glass
scan-feeder = Scan the sheets in the feeder
scan-put = How many sheets did you put into the feeder?
scan-put-hint = If you write the number, you see whether all went through.
scan-place = Take the pictures on the stick: { $name }
scan-stop = Stop scanning
scan-working = Scanning. { $count ->
        [0] No page is kept yet.
        [one] { $number } page is kept.
       *[other] { $number } pages are kept.
    }
scan-came = { $count ->
        [0] No page came.
        [one] { $number } new page is kept.
       *[other] { $number } new pages are kept.
    }
scan-fewer = Sheets put in: { $put }. Pages scanned: { $came }. Perhaps two went through together. Count them, and scan again what is missing.
scan-more = Sheets put in: { $put }. Pages scanned: { $came }. See whether somebody else's sheet is among them.
scan-kept = Pages that are kept
scan-none = No page yet.
scan-looking = Looking for the pages.
scan-elsewhere = { $count ->
        [one] { $number } page more is on another computer of the centre. It is seen only there.
       *[other] { $number } pages more are on another computer of the centre. They are seen only there.
    }
scan-closed = { $count ->
        [one] { $number } page here cannot be opened. Scan the sheet again.
       *[other] { $number } pages here cannot be opened. Scan the sheets again.
    }
scan-room = All pages on this computer take { $used } MB. Room left for pages: about { $pages }.
scan-look = Look
scan-again = Scan again
scan-up = Move up
scan-out = Delete page
scan-all = Back to all pages
scan-page-heading = Page { $number }
scan-flaw-dark = The page seems too dark. If it cannot be read, scan it again.
scan-flaw-blurred = The letters seem blurred. If they cannot be read, scan the page again.
scan-flaw-cut = An edge of the sheet seems to be missing. If so, lay the sheet straight and scan again.
scan-flaw-glare = Light seems to hide a part of the page. If it cannot be read, scan it again.
scan-flaw-empty = The page seems empty. If the sheet is the wrong way round, turn it over and scan again.
scan-trouble-no-scanner = No scanner is found. See whether it is on and its cable is in.
scan-trouble-no-program = The program for scanners is not installed on this computer. Tell the administrator.
scan-trouble-busy = The scanner works for another program. Wait a little and try again.
scan-trouble-cover = The cover of the scanner is open. Close it and try again.
scan-trouble-jam = A sheet is stuck in the scanner. Take it out with care. The pages before it are kept.
scan-trouble-double = Two sheets went in together. Part them, and put in again the sheets that are missing.
scan-trouble-feeder = No sheet lies in the feeder, or the scanner has none.
scan-trouble-silent = The scanner does not answer any more. Switch it off and on, and try again. Pages already scanned are kept.
scan-trouble-gone = The connection to the scanner broke. See whether it is on and its cable is in.
scan-trouble-denied = This account may not use the scanner. Tell the administrator.
scan-trouble-memory = This computer cannot scan from the feeder. Scan the sheets one by one, on the glass.
scan-trouble-unreadable = A file or sheet could not be read. Use a JPG or PNG picture, or scan the sheet again.
scan-for-request = Scanned for this request
scan-trouble-pdf = PDF files are not read on this computer: the program poppler-utils is missing, tell the administrator. Scan the sheet, or take a JPG or PNG picture.
scan-trouble-pdf-locked = The PDF file is closed by a password. Ask the person to save it without one, or scan the sheet.
scan-trouble-pdf-long = The PDF file has more than 100 pages. Nothing of it was taken. Take a shorter file or scan the sheets.
scan-trouble-pdf-heavy = The PDF file is too heavy for this computer. Scan the sheet, or take a JPG or PNG picture.
scan-trouble-pdf-active = The PDF file holds more than pages: a program, a link or a hidden file. Nothing of that was started. Only the pages were taken, as pictures.
scan-trouble-large = A picture is too large. Scan the sheet here or use a smaller picture.
scan-trouble-not-there = The stick cannot be found. Put it in again and retry.
scan-trouble-full = The disk has no room left for pages. Close the cases that are finished, then try again.
scan-trouble-not-kept = A page could not be kept. Scan it again.
scan-trouble-other = Scanning stopped. Try again. Pages already scanned are kept.
ask-close-pages = The scanned pages of this case are erased.
hand-over-pages = After the last result is handed over, the scanned pages of this case are erased.
person-zone-read = The details were read from the lines with "<<<". There, names have no ă, â, î, ș, ț. Compare them with the name on the document and correct them.
person-zone-wrong = The paper was not read rightly, and nothing was filled in. Put it through the reader again, or write by hand.

room-case-gone = A case was erased at another computer of the centre.
room-shared = The cases of this computer are there for the other computers of the centre too, as of { $date }.
room-unshared = { $count ->
    [one] { $number } change of a case is not there for the other computers of the centre yet
   *[other] { $number } changes of cases are not there for the other computers of the centre yet
}
room-shared-last = They were last reached on { $date }.
