// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"math"
	"slices"
)

// distinguish compares two samples of times, some of which may be infinite. The area under the
// curve is the probability that a time of the first sample is less than one of the second, with
// ties counted half: 0.5 means that it cannot tell them apart. The p-value is that of the
// Kolmogorov-Smirnov test.
func distinguish(a, b []float64) (area, p float64) {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	n, m := float64(len(a)), float64(len(b))
	less, distance := 0.0, 0.0
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		at := math.Inf(1)
		if i < len(a) {
			at = a[i]
		}
		if j < len(b) {
			at = min(at, b[j])
		}
		ties, above := j, i
		for i < len(a) && a[i] == at {
			i++
		}
		for j < len(b) && b[j] == at {
			j++
		}
		less += float64(i-above) * (float64(len(b)-j) + float64(j-ties)/2)
		distance = max(distance, math.Abs(float64(i)/n-float64(j)/m))
	}
	return less / (n * m), kolmogorov(distance * math.Sqrt(n*m/(n+m)))
}

// kolmogorov returns the probability that two samples of one distribution are further apart
// than x.
// https://en.wikipedia.org/wiki/Kolmogorov%E2%80%93Smirnov_test
func kolmogorov(x float64) float64 {
	if x < 0.2 {
		return 1 // to a dozen digits, and the series converges slowly
	}
	sum := 0.0
	for k := 1.0; k <= 100; k++ {
		sum += 2 * math.Pow(-1, k-1) * math.Exp(-2*k*k*x*x)
	}
	return min(max(sum, 0), 1)
}
