;; The loops behind fast-log-softmax.ts, four floats at a time. No instruction is "relaxed", so every machine gets the
;; same bits. The logits are at address 0, followed by as many -Infinity as fill the last block of 32.
;;
;; log-softmax-kernel.ts is this file assembled. A test compares the two, and writes it anew when told to:
;; npx vitest run test/numerics/log-softmax-kernel.test.ts -u
(module
  (memory (export "memory") 0)

  ;; The largest of the floats before address $end. NaN and -Infinity do not count: without any other, it is the lowest
  ;; finite float.
  (func (export "largest") (param $end i32) (result f32)
    (local $at i32) (local $most v128)
    (local.set $most (f32x4.splat (f32.const -0x1.fffffep127)))
    (loop $next
      ;; pmax(a, b) is b if a < b, else a
      (local.set $most (f32x4.pmax (local.get $most) (v128.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
      (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most)))))

  ;; How many floats are larger than the one with index $target, or equal to it and before it.
  (func (export "ahead") (param $end i32) (param $target i32) (result i32)
    (local $at i32) (local $floor v128) (local $z v128) (local $index v128) (local $count v128)
    (local.set $floor (v128.load32_splat (i32.shl (local.get $target) (i32.const 2))))
    (local.set $index (v128.const i32x4 0 1 2 3))
    (loop $next
      (local.set $z (v128.load (local.get $at)))
      ;; what is true is -1 in its lane
      (local.set $count
        (i32x4.sub
          (local.get $count)
          (v128.or
            (f32x4.gt (local.get $z) (local.get $floor))
            (v128.and
              (f32x4.eq (local.get $z) (local.get $floor))
              (i32x4.lt_s (local.get $index) (i32x4.splat (local.get $target)))))))
      (local.set $index (i32x4.add (local.get $index) (i32x4.splat (i32.const 4))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $count)) (i32x4.extract_lane 1 (local.get $count)))
      (i32.add (i32x4.extract_lane 2 (local.get $count)) (i32x4.extract_lane 3 (local.get $count)))))

  ;; Σ e^-d and Σ d e^-d over the floats z before address $end, where d = $top - z and no z is above $top. A lane adds up
  ;; the eight terms of a block in float32, and the blocks are added up in float64.
  (func (export "sums") (param $end i32) (param $top f32) (result f64 f64)
    (local $at i32) (local $blockEnd i32)
    (local $d v128) (local $shifted v128) (local $n v128) (local $x v128) (local $xx v128) (local $e v128)
    (local $weights v128) (local $distances v128) ;; of a block: four float32 each
    (local $allWeights v128) (local $allDistances v128) ;; two float64 each
    (loop $block
      (local.set $blockEnd (i32.add (local.get $at) (i32.const 128)))
      (local.set $weights (f32x4.splat (f32.const 0)))
      (local.set $distances (f32x4.splat (f32.const 0)))
      (loop $next
        ;; From 87.7 on e^-d is 0 below. So 88 will do for what is farther, and 88 times 0 is 0, where Infinity times 0
        ;; would not be. pmin(a, b) is b if b < a, else a: NaN stays.
        (local.set $d
          (f32x4.pmin
            (f32x4.sub (f32x4.splat (local.get $top)) (v128.load (local.get $at)))
            (f32x4.splat (f32.const 88))))

        ;; n = d / ln 2, rounded: at 1.5 * 2^23 floats are 1 apart, so the sum has n in its lowest bits.
        (local.set $shifted
          (f32x4.add
            (f32x4.mul (local.get $d) (f32x4.splat (f32.const 1.44269504)))
            (f32x4.splat (f32.const 0x1.8p23))))
        (local.set $n (f32x4.sub (local.get $shifted) (f32x4.splat (f32.const 0x1.8p23))))

        ;; x = n ln 2 - d, within ± 0.347, hence e^-d = 2^-n e^x. Most of ln 2 is in its first nine bits, and n times
        ;; these is exact (Cody and Waite).
        (local.set $x
          (f32x4.sub
            (f32x4.sub
              (f32x4.mul (local.get $n) (f32x4.splat (f32.const 0.693359375)))
              (local.get $d))
            (f32x4.mul (local.get $n) (f32x4.splat (f32.const 2.12194440e-4)))))

        ;; e^x, as 1 + x + x² (a + b x + x² (c + d x)): of all such polynomials the one whose largest relative error is
        ;; least, 1.5e-7 (Remez). Its parts do not wait for each other as Horner's would.
        (local.set $xx (f32x4.mul (local.get $x) (local.get $x)))
        (local.set $e
          (f32x4.add
            (f32x4.splat (f32.const 0.0419177823))
            (f32x4.mul (local.get $x) (f32x4.splat (f32.const 0.00836918689)))))
        (local.set $e
          (f32x4.add
            (f32x4.add
              (f32x4.splat (f32.const 0.499989927))
              (f32x4.mul (local.get $x) (f32x4.splat (f32.const 0.166665226))))
            (f32x4.mul (local.get $xx) (local.get $e))))
        (local.set $e
          (f32x4.add
            (f32x4.add (f32x4.splat (f32.const 1)) (local.get $x))
            (f32x4.mul (local.get $xx) (local.get $e))))

        ;; 2^-n is the float whose exponent bits are 127 - n; all other bits are shifted out. For n = 127 it is 0.
        (local.set $e
          (f32x4.mul
            (local.get $e)
            (i32x4.shl (i32x4.sub (i32x4.splat (i32.const 127)) (local.get $shifted)) (i32.const 23))))

        (local.set $weights (f32x4.add (local.get $weights) (local.get $e)))
        (local.set $distances (f32x4.add (local.get $distances) (f32x4.mul (local.get $d) (local.get $e))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $blockEnd))))

      ;; Only the lower two floats of a vector can be made float64: the shuffle brings the upper two there.
      (local.set $allWeights
        (f64x2.add
          (local.get $allWeights)
          (f64x2.add
            (f64x2.promote_low_f32x4 (local.get $weights))
            (f64x2.promote_low_f32x4
              (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $weights) (local.get $weights))))))
      (local.set $allDistances
        (f64x2.add
          (local.get $allDistances)
          (f64x2.add
            (f64x2.promote_low_f32x4 (local.get $distances))
            (f64x2.promote_low_f32x4
              (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $distances) (local.get $distances))))))
      (br_if $block (i32.lt_u (local.get $at) (local.get $end))))
    (f64.add (f64x2.extract_lane 0 (local.get $allWeights)) (f64x2.extract_lane 1 (local.get $allWeights)))
    (f64.add (f64x2.extract_lane 0 (local.get $allDistances)) (f64x2.extract_lane 1 (local.get $allDistances)))))
