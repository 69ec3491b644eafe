## A stick between the computers of a centre

desk-stick = Stick: take along, bring
stick-heading = By stick between the computers
stick-lead = For computers without a line: a stick carries entries, cases and the catalogue between the computers of your centre. What is on it only your centre’s computers can read.
stick-looking = Looking for a stick…
stick-none = No stick is in. Put one in and wait a moment, then press “Look again”.
stick-look = Look again
stick-which = Which stick
stick-is = Stick: { $name }
stick-busy = Working with the stick. Leave it in until it says here that it is done.
stick-take-heading = Before you leave
stick-take-words = Puts on the stick what waits to be sent here, the open cases and the newest catalogue.
stick-take = Take along
stick-bring-heading = When you arrive
stick-bring-words = Takes over from the stick what the other computers put there. It is passed on to the server when there is a line.
stick-bring = Bring

stick-along = It is on the stick, and was read back
stick-along-entries = { $count ->
    [one] { $number } entry that waits for the server
   *[other] { $number } entries that wait for the server
}
stick-along-others = { $count ->
    [one] { $number } parcel of another computer, carried further
   *[other] { $number } parcels of other computers, carried further
}
stick-along-answers = { $count ->
    [one] { $number } answer of the server for another computer
   *[other] { $number } answers of the server for other computers
}
stick-along-shared = { $count ->
    [one] { $number } parcel with cases and people of the centre
   *[other] { $number } parcels with cases and people of the centre
}
stick-along-catalogue = The catalogue number { $number }
stick-along-after = You can take the stick out now. At the other computer press “Bring”. Everything stays here too until the server says that it has it.

stick-brought = Taken over from the stick
stick-brought-some = Taken over from the stick, but not all of it
stick-brought-known = Everything on the stick is known here already
stick-brought-empty = There is nothing on this stick from another computer of your centre
stick-brought-not = Nothing was taken over from this stick
stick-brought-requests = { $count ->
    [one] { $number } parcel for the server; it is passed on when there is a line
   *[other] { $number } parcels for the server; they are passed on when there is a line
}
stick-brought-received = { $count ->
    [one] { $number } entry of this computer was received by the server
   *[other] { $number } entries of this computer were received by the server
}
stick-brought-operations = { $count ->
    [one] { $number } step of work on cases
   *[other] { $number } steps of work on cases
}
stick-brought-left = { $count ->
    [one] { $number } step of work on cases does not open with your keys and stays on the stick
   *[other] { $number } steps of work on cases do not open with your keys and stay on the stick
}
stick-brought-people = { $count ->
    [one] { $number } change of who works at the desk
   *[other] { $number } changes of who works at the desk
}
stick-brought-catalogue = A newer catalogue, number { $number }
stick-torn = { $count ->
    [one] The file of { $number } computer is damaged: the stick was taken out too early. Take it along there once more.
   *[other] The files of { $number } computers are damaged: the stick was taken out too early. Take them along there once more.
}
stick-foreign = { $count ->
    [one] { $number } file is of another centre, or under a key that this computer does not have. It was left as it is.
   *[other] { $number } files are of another centre, or under a key that this computer does not have. They were left as they are.
}
stick-newer = { $count ->
    [one] { $number } file was written by a newer version of the program. Have this computer updated.
   *[other] { $number } files were written by a newer version of the program. Have this computer updated.
}

stick-gone = The stick is not there any more, or was taken out too early. Put it in again and press once more. Nothing is lost: everything is still on this computer.
stick-full = The stick is full. Delete something from it or take another one. Everything is still on this computer.
stick-protected = Nothing can be written on this stick. Move its small lock, if it has one, or take another stick.
stick-bad = The stick does not give back what was written on it. Take another stick. Everything is still on this computer.
stick-machine = This computer could not do it. Try again.
stick-disk-full = The disk of this computer is full, so nothing can be taken over. Tell the administrator. What is on the stick stays there.
stick-not-enrolled = This computer does not belong to a centre yet. Set it up first.
outbox-stick = { $count ->
    [one] { $number } of them is on its way by stick as well
   *[other] { $number } of them are on their way by stick as well
}
outbox-stick-since = On its way by stick since { $date }
