;; The arithmetic coder of a JBIG2 generic region (ITU-T T.88, annex E and 6.2.5), template 0 with typical prediction.
;;
;; What lies in memory, put there by jbig2_engine.py:
;;      0  what each of 94 states means, 8 bytes each: the unlikely pixel's share (32 bits), the state after the likely
;;         pixel, the state after the unlikely one. A state is twice its row of T.88 table E.1 plus its likely pixel.
;;   1024  the state of each of 65536 surroundings, a byte each, all 0 to begin with
;;  66560  the picture, a byte a pixel, two empty rows above it and four empty columns on either side
;;         then the room for what is written
(module
  (memory (export "memory") 2)

  (global $code (mut i32) (i32.const 0))        ;; the register C
  (global $width (mut i32) (i32.const 0x8000))  ;; of the interval: the register A
  (global $shifts (mut i32) (i32.const 12))     ;; until the next byte is full: the counter CT
  (global $last (mut i32) (i32.const 0))        ;; where the last byte stands: the pointer BP

  ;; A byte off the code register (T.88 E.2.6): after each 0xFF a bit is left free, so that a carry runs no further.
  (func $push
    (local $byte i32)
    (local.set $byte (i32.load8_u (global.get $last)))
    (if (i32.and (i32.ge_u (global.get $code) (i32.const 0x8000000)) (i32.ne (local.get $byte) (i32.const 0xff)))
      (then
        (local.set $byte (i32.add (local.get $byte) (i32.const 1)))
        (i32.store8 (global.get $last) (local.get $byte))
        (global.set $code (i32.and (global.get $code) (i32.const 0x7ffffff)))))
    (global.set $last (i32.add (global.get $last) (i32.const 1)))
    (if (i32.eq (local.get $byte) (i32.const 0xff))
      (then
        (i32.store8 (global.get $last) (i32.shr_u (global.get $code) (i32.const 20)))
        (global.set $code (i32.and (global.get $code) (i32.const 0xfffff)))
        (global.set $shifts (i32.const 7)))
      (else
        (i32.store8 (global.get $last) (i32.shr_u (global.get $code) (i32.const 19)))
        (global.set $code (i32.and (global.get $code) (i32.const 0x7ffff)))
        (global.set $shifts (i32.const 8)))))

  ;; One pixel under its surroundings (T.88 E.2.3 to E.2.5).
  (func $bit (param $around i32) (param $pixel i32)
    (local $state i32) (local $share i32) (local $likely i32)
    (local.set $state (i32.load8_u offset=1024 (local.get $around)))
    (local.set $share (i32.load (i32.shl (local.get $state) (i32.const 3))))
    (local.set $likely (i32.eq (i32.and (local.get $state) (i32.const 1)) (local.get $pixel)))
    (global.set $width (i32.sub (global.get $width) (local.get $share)))
    (if (i32.and (local.get $likely) (i32.ge_u (global.get $width) (i32.const 0x8000)))
      (then
        (global.set $code (i32.add (global.get $code) (local.get $share)))
        (return)))
    ;; The wider part is the likely pixel's; where it has become the narrower one, the two change places.
    (if (i32.eq (local.get $likely) (i32.lt_u (global.get $width) (local.get $share)))
      (then (global.set $width (local.get $share)))
      (else (global.set $code (i32.add (global.get $code) (local.get $share)))))
    (i32.store8 offset=1024 (local.get $around)
      (i32.load8_u (i32.add
        (i32.shl (local.get $state) (i32.const 3))
        (select (i32.const 4) (i32.const 5) (local.get $likely)))))
    (loop $renewed
      (global.set $width (i32.shl (global.get $width) (i32.const 1)))
      (global.set $code (i32.shl (global.get $code) (i32.const 1)))
      (global.set $shifts (i32.sub (global.get $shifts) (i32.const 1)))
      (if (i32.eqz (global.get $shifts)) (then (call $push)))
      (br_if $renewed (i32.lt_u (global.get $width) (i32.const 0x8000)))))

  ;; Whether a row of the picture is the one above it over again.
  (func $same (param $row i32) (param $stride i32) (result i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $row) (local.get $stride)))
    (loop $next
      (if (i64.ne (i64.load (local.get $row)) (i64.load (i32.sub (local.get $row) (local.get $stride))))
        (then (return (i32.const 0))))
      (local.set $row (i32.add (local.get $row) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $row) (local.get $end))))
    (i32.const 1))

  ;; A row, pixel by pixel: the 16 that foretell one lie 4 to its left, 7 above it and 5 above those.
  (func $row (param $at i32) (param $stride i32) (param $columns i32)
    (local $end i32) (local $near i32) (local $above i32) (local $over i32) (local $pixel i32)
    (local $up i32) (local $top i32)
    (local.set $end (i32.add (local.get $at) (local.get $columns)))
    (local.set $up (i32.sub (local.get $at) (local.get $stride)))
    (local.set $top (i32.sub (local.get $up) (local.get $stride)))
    (local.set $above (i32.or (i32.or
      (i32.shl (i32.load8_u (local.get $up)) (i32.const 2))
      (i32.shl (i32.load8_u offset=1 (local.get $up)) (i32.const 1)))
      (i32.load8_u offset=2 (local.get $up))))
    (local.set $over (i32.or
      (i32.shl (i32.load8_u (local.get $top)) (i32.const 1))
      (i32.load8_u offset=1 (local.get $top))))
    (loop $next
      (local.set $above (i32.and (i32.const 0x7f) (i32.or
        (i32.shl (local.get $above) (i32.const 1)) (i32.load8_u offset=3 (local.get $up)))))
      (local.set $over (i32.and (i32.const 0x1f) (i32.or
        (i32.shl (local.get $over) (i32.const 1)) (i32.load8_u offset=2 (local.get $top)))))
      (local.set $pixel (i32.load8_u (local.get $at)))
      (call $bit
        (i32.or (local.get $near) (i32.or
          (i32.shl (local.get $above) (i32.const 4)) (i32.shl (local.get $over) (i32.const 11))))
        (local.get $pixel))
      (local.set $near (i32.and (i32.const 0xf) (i32.or
        (i32.shl (local.get $near) (i32.const 1)) (local.get $pixel))))
      (local.set $up (i32.add (local.get $up) (i32.const 1)))
      (local.set $top (i32.add (local.get $top) (i32.const 1)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; The whole picture; ``stride`` is a multiple of 8. Gives how many bytes stand from the one after ``out`` on.
  (func (export "encoded") (param $columns i32) (param $rows i32) (param $stride i32) (param $out i32) (result i32)
    (local $at i32) (local $same i32) (local $before i32)
    (global.set $code (i32.const 0))
    (global.set $width (i32.const 0x8000))
    (global.set $shifts (i32.const 12))
    (global.set $last (local.get $out))
    (local.set $at (i32.add (i32.const 66560) (i32.shl (local.get $stride) (i32.const 1))))
    (loop $next
      (local.set $same (call $same (local.get $at) (local.get $stride)))
      (call $bit (i32.const 0x9b25) (i32.ne (local.get $same) (local.get $before)))  ;; T.88 6.2.5.7
      (local.set $before (local.get $same))
      (if (i32.eqz (local.get $same))
        (then (call $row (i32.add (local.get $at) (i32.const 4)) (local.get $stride) (local.get $columns))))
      (local.set $at (i32.add (local.get $at) (local.get $stride)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $next (local.get $rows)))
    (call $end)
    (i32.sub (global.get $last) (local.get $out)))

  ;; The last bytes (T.88 E.2.9), without a 0xFF at the end.
  (func $end
    (local $most i32)
    (local.set $most (i32.or (global.get $code) (i32.const 0xffff)))
    (if (i32.ge_u (local.get $most) (i32.add (global.get $code) (global.get $width)))
      (then (local.set $most (i32.sub (local.get $most) (i32.const 0x8000)))))
    (global.set $code (i32.shl (local.get $most) (global.get $shifts)))
    (call $push)
    (global.set $code (i32.shl (global.get $code) (global.get $shifts)))
    (call $push)
    (if (i32.eq (i32.load8_u (global.get $last)) (i32.const 0xff))
      (then (global.set $last (i32.sub (global.get $last) (i32.const 1)))))))
