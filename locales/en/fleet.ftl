# The computers of the centres, for whoever looks after them.
fleet-signed-nothing = No catalogue is published: the computers go by the one they came with.
fleet-signed = Catalogue { $number } is signed until { $date }.
fleet-signed-soon = Catalogue { $number } is signed only until { $date }. Ask the editors to sign it now, then publish it.
fleet-signed-ended = The signature of catalogue { $number } ended on { $date }, and visitors see that it is out of date. Ask the editors to sign it now, then publish it.
fleet-needs = What is to be done
fleet-all-well = No computer needs anything now.
fleet-when = When
fleet-what = What happened and what to do
fleet-note = Note
fleet-now = Now
fleet-soon = These days
fleet-known = To be known
fleet-all = All computers
fleet-up = Last sending
fleet-down = Last answer received
fleet-catalogue = Catalogue
fleet-waiting = Waiting to be sent
fleet-disk = Disk full
fleet-more = { $number } more: cups-hub fleet shows all.
fleet-never-heard =
    { $days ->
        [one] Enrolled, and nothing was heard of it for a whole working day. Telephone the centre.
       *[other] Enrolled, and nothing was heard of it for { $days } whole working days. Telephone the centre.
    }
fleet-silent =
    { $days ->
        [one] Nothing was heard for a whole working day. Telephone the centre: is it on, is there a line, was it stolen?
       *[other] Nothing was heard for { $days } whole working days. Telephone the centre: is it on, is there a line, was it stolen?
    }
fleet-waits =
    { $days ->
        [one] It has a line, and yet { $entries } records have been waiting there for a working day. On the computer, cups-kiosk doctor says why.
       *[other] It has a line, and yet { $entries } records have been waiting there for { $days } working days. On the computer, cups-kiosk doctor says why.
    }
fleet-disk-full = Its disk is { $full } % full. Somebody has to make room: nobody can work on a full one.
fleet-old-catalogue = It goes by catalogue { $number } and not { $published }. On the computer, cups-kiosk sync --once says why.
fleet-old-signature = The signature of its catalogue ended on { $date }. On the computer, cups-kiosk sync --once says why no newer one comes.
fleet-set-aside = { $events } records could not be taken in: cups-hub set-aside lists them.
fleet-clock = Its clock is { $hours } hours ahead. Somebody has to set it.
fleet-old-version = Its program is older than { $newest }. There, cups-kiosk-update status says why.
fleet-back = Back to the computers
fleet-no-computer = The server knows no such computer. Choose it from the list of computers.
fleet-computer-of = A computer of { $centre }
fleet-known-of = What is known of it
fleet-enrolled = Enrolled
fleet-note-text = Your note
fleet-note-hint = At most { $number } letters; it is seen in the list of computers. No data about visitors. If you leave it empty, the note goes.
fleet-note-save = Save the note
fleet-note-saved = The note is saved.
fleet-note-gone = The computer has no note any more.
fleet-note-by = { $who }, { $time }
fleet-no-note = The note is too long. Shorten it to at most { $number } letters. Nothing was changed.
fleet-shut-out-heading = Was the computer stolen or lost?
fleet-shut-out-lead = You can shut it out: the server speaks to it no more. The next page says what happens, and asks you once more.
fleet-shut-out-way = Shut the computer out…
fleet-shut-out-ask = Shut this computer out?
fleet-shut-out-line = The server takes nothing from it any more and sends it nothing.
fleet-shut-out-stays = What it has sent until now stays on the server and is counted as before.
fleet-shut-out-none-waits = When it was heard of last, it had sent everything. What was recorded since stays on it alone.
fleet-shut-out-waits = When it was heard of last, this many records were not sent: { $number }. They stay on it alone and never reach the server.
fleet-shut-out-may-wait = What it has not sent yet stays on it alone and never reaches the server.
fleet-shut-out-room = The other computers of the centre learn of it, and exchange no cases and no people with it any more.
fleet-shut-out-for-good = This cannot be undone. The computer can work again only as a new one: with its records removed, and with a new code.
fleet-shut-out-yes = Shut it out for good
fleet-shut-out-no = No, leave it as it is
fleet-shut-out-done = The computer is shut out. If another takes its place, make a new code for that one.
fleet-is-shut-out = This computer is shut out: the server does not speak to it.

new-codes-way = Make codes for new computers
new-codes-title = Codes for new computers
new-codes-lead = Each computer of the centre that is not enrolled yet gets a sheet with a code. A code enrols one computer, once, and can be used for { $days } days.
new-codes-others = For many centres at once, or for a centre that is not in the catalogue: cups-hub hand-out, on the server.
new-codes-no-catalogue = No catalogue is published, so the server knows no centres. Publish the catalogue, or make the codes on the server: cups-hub hand-out.
new-codes-choose = Choose the centre
new-codes-computers = How many computers the centre has
new-codes-computers-hint = All of them, also those that are enrolled; from 1 to 20.
new-codes-address = The server's address for the computers
new-codes-address-hint = The one at which the centres reach it, for example https://hub.example.md
new-codes-again = The sheets made before are lost: make new codes, and those not used yet are void
new-codes-make = Make the codes
new-codes-made =
    { $number ->
        [one] One sheet to print
       *[other] { $number } sheets to print
    }
new-codes-once = The sheets are shown once. Print them now, before you leave this page.
new-codes-print = Print the page (Ctrl+P): each sheet begins on a page of its own.
new-codes-give = Take each sheet to its computer. Whoever has it can enrol a computer.
new-codes-keep = Keep the last sheet, with the recovery codes, at the agency.
new-codes-nothing = There was no code to make: each computer of the centre is enrolled or has a code that waits. If the sheets are lost, say so below and make others.
new-codes-shown = The sheets were shown already, or more than ten minutes have passed. If you do not have them, make new codes and say that the sheets are lost.
new-codes-no-key = The server has no operator's key yet, and without it nobody enrols. On the server: cups-hub operator-key.
new-codes-no-centre = Choose a centre from the list. No code was made.
new-codes-no-number = Write how many computers the centre has, from 1 to { $number }. No code was made.
new-codes-no-address = The server's address is not right: it has to be like https://hub.example.md, without spaces. No code was made.
