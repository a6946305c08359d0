;; The two passes of resamplePasses.ts, 8 and 32 bytes at a time. `npm run wasm` turns this file into resampleModule.ts.
;;
;; A weight of 22 bits is kept as two halves of 11, because the quickest multiplication is that of 16-bit numbers which adds up
;; neighbours (i32x4.dot_i16x8_s): two pixels times two weights, for the high halves and for the low ones. Nothing is rounded until
;; both sums are put together, so the result is that of whole weights.
;;
;; Two neighbouring weights lie in 8 bytes: high halves of the first and the second, low halves of the first and the second. An odd
;; number of weights is followed by a zero. Up to a line and 16 bytes beyond the pixels are read and weigh nothing; up to 15 bytes
;; beyond the result are written.
(module
  (memory (export "memory") 1)

  ;; One line of red, green and blue. $taps: for each output where it starts in the line and how many bytes of weights follow.
  (func (export "acrossColour") (param $line i32) (param $to i32) (param $taps i32) (param $tapsEnd i32)
    (local $from i32) (local $end i32) (local $pixels v128) (local $high v128) (local $low v128)
    (loop $outputs
      (local.set $from (i32.add (local.get $line) (i32.load (local.get $taps))))
      (local.set $end (i32.add (i32.add (local.get $taps) (i32.const 8)) (i32.load offset=4 (local.get $taps))))
      (local.set $taps (i32.add (local.get $taps) (i32.const 8)))
      (local.set $high (v128.const i32x4 0 0 0 0))
      ;; One half, so that cutting off the fraction rounds.
      (local.set $low (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (loop $weights
        ;; Red of both pixels, green of both, blue of both, as 16-bit numbers; 255 stands for a zero.
        (local.set $pixels
          (i8x16.swizzle
            (v128.load64_zero (local.get $from))
            (v128.const i8x16 0 255 3 255 1 255 4 255 2 255 5 255 255 255 255 255)))
        (local.set $high
          (i32x4.add (local.get $high) (i32x4.dot_i16x8_s (local.get $pixels) (v128.load32_splat (local.get $taps)))))
        (local.set $low
          (i32x4.add (local.get $low) (i32x4.dot_i16x8_s (local.get $pixels) (v128.load32_splat offset=4 (local.get $taps)))))
        (local.set $from (i32.add (local.get $from) (i32.const 6)))
        (local.set $taps (i32.add (local.get $taps) (i32.const 8)))
        (br_if $weights (i32.lt_u (local.get $taps) (local.get $end))))
      ;; Both halves together, without the 22 bits of fraction: 0 to 255.
      (local.set $low
        (i32x4.shr_s (i32x4.add (i32x4.shl (local.get $high) (i32.const 11)) (local.get $low)) (i32.const 22)))
      (local.set $low (i16x8.narrow_i32x4_s (local.get $low) (local.get $low)))
      (v128.store32_lane 0 (local.get $to) (i8x16.narrow_i16x8_u (local.get $low) (local.get $low)))
      (local.set $to (i32.add (local.get $to) (i32.const 3)))
      (br_if $outputs (i32.lt_u (local.get $taps) (local.get $tapsEnd)))))

  ;; The same for one channel: all lanes compute alike.
  (func (export "acrossGrey") (param $line i32) (param $to i32) (param $taps i32) (param $tapsEnd i32)
    (local $from i32) (local $end i32) (local $pixels v128) (local $high v128) (local $low v128)
    (loop $outputs
      (local.set $from (i32.add (local.get $line) (i32.load (local.get $taps))))
      (local.set $end (i32.add (i32.add (local.get $taps) (i32.const 8)) (i32.load offset=4 (local.get $taps))))
      (local.set $taps (i32.add (local.get $taps) (i32.const 8)))
      (local.set $high (v128.const i32x4 0 0 0 0))
      (local.set $low (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (loop $weights
        (local.set $pixels (i16x8.extend_low_i8x16_u (v128.load16_splat (local.get $from))))
        (local.set $high
          (i32x4.add (local.get $high) (i32x4.dot_i16x8_s (local.get $pixels) (v128.load32_splat (local.get $taps)))))
        (local.set $low
          (i32x4.add (local.get $low) (i32x4.dot_i16x8_s (local.get $pixels) (v128.load32_splat offset=4 (local.get $taps)))))
        (local.set $from (i32.add (local.get $from) (i32.const 2)))
        (local.set $taps (i32.add (local.get $taps) (i32.const 8)))
        (br_if $weights (i32.lt_u (local.get $taps) (local.get $end))))
      ;; Both halves together, without the 22 bits of fraction: 0 to 255.
      (local.set $low
        (i32x4.shr_s (i32x4.add (i32x4.shl (local.get $high) (i32.const 11)) (local.get $low)) (i32.const 22)))
      (local.set $low (i16x8.narrow_i32x4_s (local.get $low) (local.get $low)))
      (v128.store8_lane 0 (local.get $to) (i8x16.narrow_i16x8_u (local.get $low) (local.get $low)))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (br_if $outputs (i32.lt_u (local.get $taps) (local.get $tapsEnd)))))

  ;; One line out of several: 16 bytes of the result at a time. $taps: the weights of the lines from $line on, at least a pair.
  (func (export "down") (param $line i32) (param $lineBytes i32) (param $to i32) (param $taps i32) (param $tapsEnd i32)
    (local $end i32) (local $from i32) (local $tap i32) (local $first v128) (local $second v128)
    (local $high v128) (local $low v128) (local $pixels v128)
    (local $high0 v128) (local $high1 v128) (local $high2 v128) (local $high3 v128)
    (local $low0 v128) (local $low1 v128) (local $low2 v128) (local $low3 v128)
    (local.set $end (i32.add (local.get $line) (local.get $lineBytes)))
    (loop $columns
      (local.set $from (local.get $line))
      (local.set $tap (local.get $taps))
      (local.set $high0 (v128.const i32x4 0 0 0 0))
      (local.set $high1 (local.get $high0))
      (local.set $high2 (local.get $high0))
      (local.set $high3 (local.get $high0))
      (local.set $low0 (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (local.set $low1 (local.get $low0))
      (local.set $low2 (local.get $low0))
      (local.set $low3 (local.get $low0))
      (loop $weights
        (local.set $first (v128.load (local.get $from)))
        (local.set $second (v128.load (i32.add (local.get $from) (local.get $lineBytes))))
        (local.set $high (v128.load32_splat (local.get $tap)))
        (local.set $low (v128.load32_splat offset=4 (local.get $tap)))
        ;; A byte of the first line beside the one below it, eight times, and then the other eight.
        (local.set $pixels
          (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $first) (local.get $second)))
        (local.set $second
          (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $first) (local.get $second)))
        (local.set $first (i16x8.extend_low_i8x16_u (local.get $pixels)))
        (local.set $high0 (i32x4.add (local.get $high0) (i32x4.dot_i16x8_s (local.get $first) (local.get $high))))
        (local.set $low0 (i32x4.add (local.get $low0) (i32x4.dot_i16x8_s (local.get $first) (local.get $low))))
        (local.set $first (i16x8.extend_high_i8x16_u (local.get $pixels)))
        (local.set $high1 (i32x4.add (local.get $high1) (i32x4.dot_i16x8_s (local.get $first) (local.get $high))))
        (local.set $low1 (i32x4.add (local.get $low1) (i32x4.dot_i16x8_s (local.get $first) (local.get $low))))
        (local.set $first (i16x8.extend_low_i8x16_u (local.get $second)))
        (local.set $high2 (i32x4.add (local.get $high2) (i32x4.dot_i16x8_s (local.get $first) (local.get $high))))
        (local.set $low2 (i32x4.add (local.get $low2) (i32x4.dot_i16x8_s (local.get $first) (local.get $low))))
        (local.set $first (i16x8.extend_high_i8x16_u (local.get $second)))
        (local.set $high3 (i32x4.add (local.get $high3) (i32x4.dot_i16x8_s (local.get $first) (local.get $high))))
        (local.set $low3 (i32x4.add (local.get $low3) (i32x4.dot_i16x8_s (local.get $first) (local.get $low))))
        (local.set $from (i32.add (local.get $from) (i32.shl (local.get $lineBytes) (i32.const 1))))
        (local.set $tap (i32.add (local.get $tap) (i32.const 8)))
        (br_if $weights (i32.lt_u (local.get $tap) (local.get $tapsEnd))))
      (v128.store
        (local.get $to)
        (i8x16.narrow_i16x8_u
          (i16x8.narrow_i32x4_s
            (i32x4.shr_s (i32x4.add (i32x4.shl (local.get $high0) (i32.const 11)) (local.get $low0)) (i32.const 22))
            (i32x4.shr_s (i32x4.add (i32x4.shl (local.get $high1) (i32.const 11)) (local.get $low1)) (i32.const 22)))
          (i16x8.narrow_i32x4_s
            (i32x4.shr_s (i32x4.add (i32x4.shl (local.get $high2) (i32.const 11)) (local.get $low2)) (i32.const 22))
            (i32x4.shr_s (i32x4.add (i32x4.shl (local.get $high3) (i32.const 11)) (local.get $low3)) (i32.const 22)))))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (local.set $line (i32.add (local.get $line) (i32.const 16)))
      (br_if $columns (i32.lt_u (local.get $line) (local.get $end)))))
)
