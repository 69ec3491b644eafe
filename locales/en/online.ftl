# The State's pages, for visitors

start-sites = The State's sites on the internet
sites-heading = The State's sites on the internet
sites-lead = Choose a site. A bar with the way back stays above it. At the end we erase all that you wrote from this computer.
sites-not-here = The State's sites do not open on this computer. Choose one to see its address for your own telephone.
sites-none = The list of sites has not reached this computer yet. Ask the specialist.
step-online = Open the page on the internet
online-opening = The page is being opened. This may take a moment.
online-below = The State's page is open below this bar. A screen reader cannot read it: the specialist helps you.
online-key = Ctrl+Q takes you from the page to the bar and back.
online-back = Back to my plan
online-back-start = To the list of sites
online-more = I need more time
online-more-short = More time
online-left = { $count ->
    [one] { $number } minute left
   *[other] { $number } minutes left
}
online-papers = { $count ->
    [one] { $number } paper kept
   *[other] { $number } papers kept
}
online-papers-short = { $count ->
    [one] { $number } paper
   *[other] { $number } papers
}
online-qr-caption = Open the page on your own telephone: point its camera at the code.
online-not-here = The State's sites do not open on this computer. Open the page on your own telephone, or ask the specialist for help.
online-no-line = There is no internet now, or the page does not answer. Try later, or open the page on your own telephone.
online-did-not-start = The page closed at once. Try again, or open it on your own telephone.
online-closed = The State's page is closed. What you wrote there was erased from this computer.
online-over = The time is over and the State's page was closed. What you wrote there was erased from this computer.
online-time-heading = Do you need more time?
online-time-lead = The State's page is still open, with all that you wrote.
online-time-left = { $count ->
    [one] The page closes in { $number } second.
   *[other] The page closes in { $number } seconds.
}
online-time-end = I am done, close the page
online-time-end-how = To close the page now, press Tab twice, then Enter.
ask-offline-heading = Close the State's page?
ask-offline-lead = What you sent there stays sent. What you wrote and did not send is erased, with the papers that were kept.
ask-offline-yes = Yes, close the page
ask-offline-no = Stay on the page
kept-heading = Papers kept from the State's page
kept-lead = They are here as long as the page is open. Print them or take them on a stick: at the end they are erased.
kept-look = Look at it and print it
kept-other = Cannot be printed here: take it on a stick
kept-none = There is no paper yet.
kept-save = Save them on a stick
kept-saved = Saved on the stick: { $number }
kept-saved-some = Only this many are on the stick: { $number }. Below are those that are not.
kept-left = Not saved: { $names }. Make room on the stick or put in another one, and press again.
kept-no-stick = Not saved: put in a stick with free room and try again.
kept-back = Back to the State's page
preview-kept = Paper from the State's page
portal-switched-off = The State's pages are switched off on this computer in its settings.
