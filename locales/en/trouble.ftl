# What is said when something does not work: the page of a program that cannot start, and why nothing is sent.

## The page of a program that cannot start

trouble-place = Unified centre for public services
trouble-heading = The guide cannot start
trouble-folder = The guide cannot open the place on this computer where it keeps its files. It is not your fault.
trouble-unreadable = The guide cannot read its settings on this computer. It is not your fault.
trouble-settings = There is a mistake in the settings of the guide on this computer. It is not your fault.
trouble-centre = The settings of this computer name a centre that the guide does not know. It is not your fault.
trouble-root = A file by which the guide checks its information is missing or is not the right one. It is not your fault.
trouble-catalogue = The information about services is damaged on this computer. It is not your fault.
trouble-other = The guide is already open in another window on this computer.
trouble-do = What to do
trouble-call = Ask the specialist of the centre for help. Specialist: call the administrator and tell the code { $code }. When it is put right, press the button.
trouble-other-do = Go on in the other window. If you do not see it, wait a little and press the button. If that does not help, the specialist calls the administrator and tells the code { $code }.
trouble-retry = Try again
trouble-same = Tried again ({ $number }). Nothing has changed yet.
trouble-administrator = For the administrator

## The notice in place of the window, when the guide closed several times or cannot be started at all

notice-falls = The guide opened and closed by itself several times. It is not your fault. What was saved is still there.
notice-missing = The guide cannot be opened on this computer. It is not your fault. What was saved is still there.
notice-call = Ask the specialist of the centre for help. Specialist: call the administrator and tell the code { $code }.
notice-itself = The computer tries again by itself every half a minute. When the guide opens, this page goes away.

## Why specialists cannot sign in, while visitors can go on

closed-identity = Specialists cannot sign in: the file that says which computer this is cannot be read. Visitors can go on. Call the administrator and tell the code K-31.
closed-newer = Specialists cannot sign in: the records were made by a newer program. Visitors can go on. Ask the administrator to update the program and tell the code K-32.
closed-foreign = Specialists cannot sign in: the file with the records belongs to another program. Visitors can go on. Call the administrator and tell the code K-33.
closed-write = Specialists cannot sign in: the disk of this computer cannot be written. Visitors can go on. Call the administrator and tell the code K-34.
closed-full = Specialists cannot sign in: the disk of this computer is full. Visitors can go on. Make room on the disk or call the administrator, code K-35, then start the program again.
closed-damaged = Specialists cannot sign in: the file with the records cannot be read. Visitors can go on. Call the administrator and tell the code K-36.
closed-busy = Specialists cannot sign in: another program is using the records. Visitors can go on. Wait until it ends, then start the program again. Code K-37.
records-error-identity = Not saved: the file that says which computer this is cannot be read. Call the administrator and tell the code K-31.

## Why nothing is sent, and what to do

sync-no-hub = The server does not answer now
sync-no-relay = The relay computer in the room does not answer now
sync-no-line-behind = The room's relay computer has no line to the server now
desk-disk = The disk of this computer is { $percent } % full. Make room on it, or call the administrator.
desk-disk-days = The disk of this computer is { $percent } % full. As work goes now, the room lasts for { $days ->
    [one] { $days } day
   *[other] { $days } days
}. Make room on it, or call the administrator.
desk-off = Nothing is sent by itself from this computer: it is set so. “Send now” is behind “See what was sent”.
sync-held-up = Nothing is being sent
sync-switched-off = Sending by itself is switched off
sync-relay-holds = The relay computer in the room does not send by itself
reason-line = There is no line now. Check the cable or the modem. When the line is back, try again.
reason-refused = The server’s computer does not take the connection. Wait a little. If it lasts, ask the administrator to check the address and the server.
reason-name = The server is not found by its name. Check the line. If other pages open, ask the administrator to check the server’s address.
reason-address = This is not a server address. It starts with https:// or http://
reason-certificates = This computer has no certificates, and without them there is no secure line. Ask the administrator to install them (ca-certificates).
reason-untrusted = The server shows a certificate that this computer does not trust. Do not go on. Call the administrator: the certificate’s authority is not known here.
reason-ran-out = The server’s certificate ran out, or the clock of this computer is wrong. Check the date and time on this computer first. If they are right, call the administrator.
reason-not-yet = The server’s certificate is not valid yet, or the clock of this computer is wrong. Check the date and time on this computer first. If they are right, call the administrator.
reason-other-name = The server’s certificate is for another name. Check the server’s address. If it is right, call the administrator.
reason-not-tls = What answers at this address does not speak over a secure line. Ask the administrator to check the address and the port.
reason-tls = The computer and the server cannot agree on a secure line. Call the administrator.
reason-not-http = What answers at this address is not a server of ours. Perhaps the address must start with https://. Ask the administrator to check it.
reason-page = A page of the network answers instead of the server, as where one must first sign in to the Wi-Fi. Sign in to the network or ask whoever runs it, then try again.
reason-not-hub = Something else answers at the server’s address. Ask the administrator to check the address.
reason-plain-http = This address starts with http://, and on the way anybody could read and change what is sent. Write the address with https:// or ask the administrator.
reason-other-key = Something that does not hold the server’s key answers at its address. Do not go on. Call the administrator: nothing is lost, the records stay here.
reason-path = There is no CUPS server at this address. Write the address without what follows the name, or ask the administrator.
reason-password = What answers at this address asks for a password. Ask the administrator to check the address and the server’s settings.
reason-hub-down = The server is not working at the moment. It is tried again by itself. If it lasts, tell the administrator.
reason-later = The server has too much to do and asks to come back later. It is tried again by itself.
reason-unknown = The server does not know this computer. Ask the administrator to connect it again with a new code.
reason-revoked = This computer was shut out by the administrator: the server takes nothing from it any more. Call the administrator before you go on working.
reason-taken = The server knows another computer under the same name. Perhaps the disk was copied. Call the administrator.
reason-too-large = The server does not take what is being sent, because it is too large. Call the administrator.
reason-not-understood = The server does not understand this program. Ask the administrator to update both.
reason-not-enrolled = This computer is not connected to the server. Call the administrator.
reason-disk-full = The disk of this computer is full. Make room on the disk or call the administrator.
reason-not-writable = The disk of this computer cannot be written. Call the administrator.
reason-records = Some of what was saved here cannot be read and is not sent. Call the administrator.
reason-busy = Another program is using the records. It is tried again by itself.
reason-relay-silent = The relay computer in this room does not answer. Check whether it is on and in the same network. Nothing is lost: the entries stay here and are sent when it answers.
reason-relay-other = Something else answers in place of the relay computer of this room, or it was installed anew. Nothing is sent. Ask the administrator to read its code on this computer again.
reason-relay-holds = The relay computer in this room sends nothing by itself: it is set so. Nothing is lost: the entries are kept there and here. Press “Send now” to let them go.
