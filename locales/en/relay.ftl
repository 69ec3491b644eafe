## By which relay computer of the room this computer goes

computer-relay = Relay computer of the room
relay-heading = The relay computer of the room
relay-lead = Where a room has a relay computer, what is recorded here goes by it. Its code stands on its screen: “cups-hub relay-code”.
relay-now = This computer goes by the relay computer at { $address }
relay-key = Its key
relay-none-now = This computer goes to the server itself.
relay-none = Go to the server itself again
relay-code = The code of the relay computer
relay-hint = Hold the code before the reader, or type the line that begins with CUPSR1
relay-read = Read the code
relay-wrong = This is not the code of a relay computer. It begins with CUPSR1 and has four parts.
relay-compare-heading = Compare the key
relay-compare = The same key must stand on the screen of the relay computer. If it is another one, go back and do not use this code.
relay-use = It is the same key: go by it
relay-changed = Done. It counts from now on.
relay-failed = It was not changed: this computer is not known to a server yet, or its disk takes nothing.
