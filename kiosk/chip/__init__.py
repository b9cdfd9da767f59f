"""Reading identity cards with a chip (ICAO 9303, parts 3 and 9 to 12) over one function, ``transmit(apdu) -> answer``.

Begin here::

    key = keys.from_qr(text)                                   # or from_digits, from_mrz
    trust = TrustStore.of([csca], [crl], [master_list])        # whom to believe; empty: every issuer is unknown
    read = CardSession(connect, trust, Habits()).read(key, now)
    read.mrz, read.national, read.face, read.verdict           # DG1, DG13, DG2, and how far it can be trusted

==============  ====================================================================================================
the way in      keys, access (which way is taken), pace, mapping, bac; curves, modp, groups; channel, apdu
what is read    reader (the whole read), files, lengths, tlv; lds, dg13, dates, mrz, security_infos; result, watching
what fails      faults (what is worth asking again), refusals (what was asked how often), habits (what was learned)
what it proves  authenticity, signed_data, signatures, certificates, countries, trust; chip_proof, proving, active
what it allows  tries (how often a wrong key may be tried)
==============  ====================================================================================================

Everything that a card can say ends in a value or in a ``CardError``; anything else is a bug. Nothing here knows
readers, screens, settings or files, and nothing is kept between reads but the ``Habits`` that the caller holds.
"""
