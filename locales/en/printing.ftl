# The words of printing: what happens to a sheet, and what a printer lacks.

print-sending = The sheet is on its way to the printer. It is not on paper yet.
print-sent = The sheet was sent to the printer. It is not printed yet.
print-printing = The printer is printing. Please wait for the sheet.
print-stopped = The printer is waiting.
print-printed = The sheet is printed. Take it from the printer.
print-confirmed = The sheet is printed.
print-unsure = Look at the printer: is the paper out?
print-unsure-why = The printer did not say for certain that it printed the sheet.
print-cancelled = The printing was stopped.
print-cancelled-why = If a part of it is out already, take it from the printer.
print-failed = The sheet was not printed.
print-call = Call the specialist.
print-goes-on = Then the sheet is printed by itself.
print-file = There is no printer. The sheet can be kept as a PDF file.
print-kept = The sheet is kept as a file: { $file }
print-kept-here = Only the account of this computer can open the file.
print-kept-stick = Whoever has the stick can open the file. Do not leave it here.
print-not-kept = The file could not be written. Choose another place.
print-over-alone = Only the specialist prints here. Call the specialist, or take the plan with your telephone.
print-over-pages = { $count ->
    [0] You have printed all the pages that can be printed without the specialist. For more, call the specialist.
    [one] You can print { $number } more page without the specialist. For more, call the specialist.
   *[other] You can print { $number } more pages without the specialist. For more, call the specialist.
}

printer-paper-out = The printer is out of paper.
printer-paper-out-do = Put paper into the tray.
printer-paper-needed = The printer asks for other paper than there is in the tray.
printer-paper-needed-do = Put in the paper that the printer's display asks for.
printer-paper-low = The printer's paper is running out.
printer-paper-low-do = Put paper into the tray.
printer-paper-jam = Paper is stuck in the printer.
printer-paper-jam-do = Open the printer, take the stuck paper out and close it.
printer-cover-open = The printer is open.
printer-cover-open-do = Close the cover or the door.
printer-tray-missing = The printer's tray is missing or not pushed in.
printer-tray-missing-do = Push the tray in as far as it goes.
printer-ink-low = The printer's ink or toner is running out.
printer-ink-low-do = Have a new cartridge ready.
printer-ink-out = The printer has no ink or toner left.
printer-ink-out-do = Put in a new cartridge.
printer-output-full = The place where the sheets come out is full.
printer-output-full-do = Take away the sheets that came out.
printer-waste-full = The container for used toner or ink is full.
printer-waste-full-do = Change the container.
printer-temperature = The printer is warming up, or is too hot.
printer-temperature-do = Wait a few minutes.
printer-worn = A part of the printer is worn out.
printer-worn-do = Tell the administrator.
printer-not-reached = The printer does not answer.
printer-not-reached-do = See whether it is switched on and its cable is plugged in.
printer-paused = The printer was stopped from the computer.
printer-paused-do = The program lets it go on by itself. If it does not, tell the administrator.
printer-shut-down = The printer is switched off.
printer-shut-down-do = Switch the printer on.
printer-no-room = The computer has no room for printing.
printer-no-room-do = Tell the administrator.
printer-set-up = The printer is not set up on this computer.
printer-set-up-do = Tell the administrator.
printer-not-accepting = The printer takes no sheets now.
printer-not-accepting-do = Tell the administrator.
printer-unreadable = The printer could not read the sheet.
printer-unreadable-do = Try once more. If it does not work, tell the administrator.
printer-no-system = The printing of this computer does not answer.
printer-no-system-do = Tell the administrator.
printer-no-news = The printer has stopped working and does not say why.
printer-no-news-do = Look at the printer's display. Switch it off and on again.
printer-other = The printer cannot work.
printer-other-do = The printer says: { $word }
