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
portal-not-submitted = Pagina deschisă nu înseamnă cerere depusă. Aici cererea se notează ca depusă abia după ce scrieți numărul dat de instituție.
portal-fields = Copiați pe rând
portal-fields-how = Apăsați, apoi lipiți pe pagină cu Ctrl+V. După 30 de secunde, textul copiat se uită; ce ați lipit rămâne.
portal-copy = Copiați
portal-copied = Copiat
portal-not-copied = Nu s-a copiat: calculatorul nu are loc în memorie. Scrieți cu mâna sau chemați administratorul.
portal-qr = Cod QR cu adresa paginii
portal-qr-caption = Persoana poate deschide pagina pe telefonul ei: îndreptați camera spre cod.
portal-no-browser = Pe acest calculator nu este instalat browserul Chromium.
portal-no-sandbox = Browserul nu poate fi ținut separat de datele de aici, de aceea nu se deschide. Chemați administratorul: programul bubblewrap lipsește sau este oprit.
portal-no-display = Nu este niciun ecran pe care să se deschidă browserul.
portal-no-line = Nu este internet sau pagina nu răspunde acum. Ce ați completat rămâne aici.
portal-did-not-start = Browserul s-a închis imediat. Încercați din nou; dacă se repetă, chemați administratorul.
portal-returned = Ați fost pe pagina statului. Dacă ați depus cererea acolo, scrieți acum numărul primit. Până nu scrieți numărul, aici cererea apare ca nedepusă. Nu o depuneți a doua oară.
