# Setting this computer up: one question a page.

set-up-place = Setting the computer up: step { $number } of { $of }
set-up-place-short = Step { $number } of { $of }
set-up-lead = Let us set this computer up in a few minutes. You need to know nothing about computers. You can go back at any time.
set-up-lead-again = Choose again what you want to change. The rest stays as it is.
set-up-try = I just want to try it
set-up-later = I decide later
set-up-looking = Looking for what is connected to the computer.
set-up-look-again = Look again
set-up-language = In which language does the guide begin?
set-up-computer = Who is this computer for?
set-up-visitors = For visitors: the guide fills the whole screen
set-up-specialist = For a specialist: the guide stands beside other programs
set-up-computer-more = A specialist can sign in at the visitors' computer too, with the key F12.
set-up-alone = What may visitors do by themselves?
set-up-print-alone = They may print without a specialist
set-up-numbers = They may take a waiting number
set-up-administrator = So that nobody can leave the guide on a public computer, the administrator runs the command cups-kiosk-public on once.
set-up-centre = In which centre does the computer stand?
set-up-centre-label = Village or town
set-up-centre-found =
    { $count ->
        [one] { $number } centre found
       *[other] { $number } centres found
    }
set-up-centre-none = No centre of this name was found. Write only the beginning of the name.
set-up-error-choose = Choose an answer, or press “I decide later”.
set-up-error-centre = Choose a centre from the list, or press “I decide later”.
set-up-printer = Which printer prints?
set-up-printer-none = No printer
set-up-no-printer = There is no printer. Connect it and switch it on, then press “Look again”. If it does not appear, the administrator adds it.
set-up-print-system = The computer's print system does not answer. The administrator installs it. You can go on without a printer.
set-up-printer-ready = ready to print
set-up-printer-works = printing now
set-up-printer-stands = stopped
set-up-printer-refuses = takes nothing
set-up-trial = Print a test page
set-up-trial-title = Test page
set-up-trial-words = If you can read this line, the printer prints the guide's sheets.
set-up-trial-next = Go back to the computer and press “Continue”.
set-up-screen = How large is the screen?
set-up-screen-lead = Hold a bank card against the rectangle below. Press the buttons until the rectangle is as long as the card.
set-up-card-long = The long side of the card
set-up-card-short = The short side of the card
set-up-much-narrower = Much shorter
set-up-narrower = Shorter
set-up-wider = Longer
set-up-much-wider = Much longer
set-up-screen-known = We began with the size that the screen says it has. It decides how large letters can be.
set-up-screen-unknown = The screen does not say its size, so we began with a usual one. It decides how large letters can be.
set-up-scanner = Which scanner scans papers?
set-up-no-scanner = There is no scanner. If you have one, connect it and switch it on, then press “Look again”.
set-up-hub-hint = It starts with https://. If you have a code reader, read the code on the administrator's paper in here
set-up-enrol-more = Without the server the guide works fully for visitors. With it, specialists can open cases.
set-up-written = The settings are saved.
set-up-begin = Begin
set-up-done = Done
set-up-without = Go on without settings
set-up-error-disk = The settings were not saved: the disk of this computer cannot be written. Call the administrator and say the code K-34.
set-up-error-full = The settings were not saved: the disk of this computer is full. Make room and try again.
set-up-error-file = The settings were not saved: somebody made a mistake in the settings file. Call the administrator and say the code K-13.
set-up-error-value = The settings were not saved: a name, of the printer or the scanner, cannot be written. Go back and choose another.
doctor-again = Check again
computer-heading = This computer
computer-change = Change the settings
computer-lead = Here you see whether everything works. The head of the centre changes the settings.
