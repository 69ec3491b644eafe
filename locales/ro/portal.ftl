# Pagina statului alături de fereastră.

portal-heading = Pagina statului
portal-button = Deschideți pagina statului
portal-open-button = Deschideți pagina
portal-again = Încercați din nou
portal-done = Am terminat: scriu numărul
portal-number = Scrieți numărul primit
portal-closed = Pagina este închisă
portal-opening = Pagina se deschide
portal-open-unsent = Pagina este deschisă, cererea nu este depusă
portal-failed = Pagina nu se deschide aici
portal-not-submitted = Pagina deschisă nu înseamnă cerere depusă. Cererea este depusă abia după ce scrieți aici numărul dat de prestator.
portal-fields = Copiați pe rând
portal-fields-how = Apăsați, apoi lipiți pe pagină cu Ctrl+V. După 30 de secunde se șterge.
portal-copy = Copiați
portal-copied = Copiat
portal-qr = Cod QR cu adresa paginii
portal-qr-caption = Persoana poate deschide pagina pe telefonul ei: îndreptați camera spre cod.
portal-no-browser = Pe acest calculator nu este instalat navigatorul Chromium.
portal-no-sandbox = Navigatorul nu poate fi ținut separat de datele de aici, de aceea nu se deschide. Chemați administratorul: programul bubblewrap lipsește sau este oprit.
portal-no-display = Navigatorul nu are pe ce ecran să se deschidă.
portal-no-line = Nu este internet sau pagina nu răspunde acum. Ce ați completat rămâne aici.
portal-did-not-start = Navigatorul s-a închis imediat. Încercați din nou; dacă se repetă, chemați administratorul.
portal-returned = Ați fost pe pagina statului. Dacă ați depus cererea acolo, scrieți acum numărul primit. Fără număr, cererea rămâne nedepusă.
