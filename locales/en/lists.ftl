# Providers' lists, for whoever takes them in.
lists-page = Institutions' lists
lists-take = Take a list in
lists-lead = An institution sends you a list of how requests stand. Here it is checked and taken in; the centre's specialist then sees beside their requests what the institution said.
lists-whole = A list is taken in whole or not at all. If a line is wrong, you are told which and why, and nothing is changed.
lists-file = The list, as a CSV file
lists-file-hint = At most 16 MB. From Excel: “Save as”, “CSV UTF-8”.
lists-send = Check the list and take it in
lists-form = What a list looks like
lists-form-lead = The first line has the names of the columns, each further line a request: the institution's code in the catalogue, the number of the request, its state, the day, as here:
lists-states = The states are written so:
lists-providers = Codes of the institutions in the catalogue
lists-line = Line
lists-what = What is wrong
lists-not-taken = The list was not taken in
lists-wrong =
    { $number ->
        [one] One line is wrong; nothing was changed. Correct it and send the list again.
       *[other] { $number } lines are wrong; nothing was changed. Correct them and send the list again.
    }
lists-more-wrong =
    { $number ->
        [one] One more line is wrong.
       *[other] { $number } more lines are wrong.
    }
lists-no-file = Choose the file with the list first. Nothing was changed.
lists-too-large = The file is larger than 16 MB. Divide the list in two, or take it in on the server: cups-hub import-states. Nothing was changed.
lists-taken = The list was taken in. Requests in it: { $requests }; new or changed: { $changed }.
lists-history = What was taken in
lists-none = No list was taken in yet.
lists-by-command = on the server
lists-requests = Requests in the list
lists-changed = New or changed
lists-wrong-letters = The file is not written in UTF-8. Save it from Excel as “CSV UTF-8”.
lists-wrong-empty = The list is empty.
lists-wrong-head = The first line has to be { $columns }.
lists-wrong-cells = It has { $found } cells and should have { $right }.
lists-wrong-provider = The first cell is no code of an institution in the published catalogue.
lists-wrong-number = The second cell is no number of a request: letters, digits, - and /, at least three, with a digit.
lists-wrong-state = The third cell is no state. The states are { $states }.
lists-wrong-day = The fourth cell is no day written as 2026-11-24.
lists-wrong-future = The day lies in the future.
lists-wrong-differs = Line { $line } says another state of the same request for the same day.
