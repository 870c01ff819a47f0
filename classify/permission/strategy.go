// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Strategy is how questions are answered about a session mode whose support is highly
// variable. The specification finds each acceptable.
// https://www.w3.org/TR/webxr/#fingerprinting
type Strategy int

// The strategies, in words that a command line takes: c, a and b.
const (
	// AskWhenPresent asks the user where the hardware is there. Where it is not the answer
	// is a false that cannot be told from a refusal.
	AskWhenPresent Strategy = iota
	// AlwaysAsk asks the user, whatever is there.
	AlwaysAsk
	// AlwaysTrue asks nobody and answers true, and lets requestSession fail.
	AlwaysTrue
)

var strategyNames = []string{"c", "a", "b"}

// String returns the strategy's letter.
func (s Strategy) String() string {
	if s < 0 || int(s) >= len(strategyNames) {
		return fmt.Sprintf("strategy %d", int(s))
	}
	return strategyNames[s]
}

// ParseStrategy returns the strategy of a letter, or an error that lists the letters.
func ParseStrategy(s string) (Strategy, error) {
	for i, name := range strategyNames {
		if name == s {
			return Strategy(i), nil
		}
	}
	return 0, fmt.Errorf("%q is not a strategy: use a (ask always), b (always true) or c (ask when a headset is there)", s)
}

// effective are classes as a strategy has them: under [AlwaysTrue] what varies is answered
// like what is usual. What is no class varies.
type effective struct {
	classes  navigator.Classes
	strategy Strategy
}

// Class implements [navigator.Classes].
func (e effective) Class(mode webxr.SessionMode) webxr.Class {
	switch class := e.classes.Class(mode); {
	case class == webxr.NeverSupport || class == webxr.UsuallySupport:
		return class
	case e.strategy == AlwaysTrue:
		return webxr.UsuallySupport
	default:
		return webxr.HighlyVariable
	}
}
