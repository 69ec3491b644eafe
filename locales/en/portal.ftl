# The page of the State beside the window.

portal-heading = The State's page
portal-button = Open the State's page
portal-open-button = Open the page
portal-again = Try again
portal-done = Done there: write the number
portal-number = Write the number received
portal-closed = The page is closed
portal-opening = The page is opening
portal-open-unsent = The page is open, the application is not submitted
portal-failed = The page does not open here
portal-not-submitted = A page that is open is not an application submitted. Here it counts as submitted only once you have written the institution’s number.
portal-fields = Copy one by one
portal-fields-how = Press, then paste on the page with Ctrl+V. After 30 seconds what was copied is forgotten; what you pasted stays.
portal-copy = Copy
portal-copied = Copied
portal-not-copied = Nothing was copied: the computer’s memory has no room. Write it by hand or call the administrator.
portal-qr = QR code with the address of the page
portal-qr-caption = The person can open the page on their own telephone: point its camera at the code.
portal-no-browser = The browser Chromium is not installed on this computer.
portal-no-sandbox = The browser cannot be kept apart from the data here, so it is not opened. Call the administrator: the program bubblewrap is missing or switched off.
portal-no-display = There is no screen on which the browser could open.
portal-no-line = There is no internet, or the page does not answer now. What you filled in stays here.
portal-did-not-start = The browser closed at once. Try again; if it happens again, call the administrator.
portal-returned = You were on the State’s page. If you submitted the application there, write the number you got now. Until then it stands here as not submitted. Do not submit it twice.
