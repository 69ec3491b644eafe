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
