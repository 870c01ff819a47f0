// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Strategy is how a gate answers about modes whose support is highly variable. The
// specification accepts each of them.
// https://www.w3.org/TR/webxr/#fingerprinting
type Strategy int

// The strategies. The zero value is [AskWhenPresent].
const (
	// AskWhenPresent, "ask-when-present", asks the user if a device that supports the mode
	// is connected. If none is, the answer is a false that a page cannot tell from a refusal.
	AskWhenPresent Strategy = iota
	// AlwaysAsk, "always-ask", asks the user, whatever is connected.
	AlwaysAsk
	// AlwaysTrue, "always-true", answers true without a prompt, and lets requestSession fail.
	AlwaysTrue
)

var strategyNames = []string{"ask-when-present", "always-ask", "always-true"}

// String returns the strategy's name, such as "always-ask".
func (s Strategy) String() string {
	if s < 0 || int(s) >= len(strategyNames) {
		return fmt.Sprintf("strategy %d", int(s))
	}
	return strategyNames[s]
}

// ParseStrategy returns the strategy with a name. Its error lists the names.
func ParseStrategy(name string) (Strategy, error) {
	if at := slices.Index(strategyNames, name); at >= 0 {
		return Strategy(at), nil
	}
	return 0, fmt.Errorf("%q is not a strategy: use one of %s", name, strings.Join(slices.Sorted(slices.Values(strategyNames)), ", "))
}

// effectiveClasses are the classes of modes under a strategy. Under [AlwaysTrue] a highly
// variable mode counts as usually supported. An unknown class counts as highly variable.
type effectiveClasses struct {
	classes  navigator.Classes
	strategy Strategy
}

// Class implements [navigator.Classes].
func (e effectiveClasses) Class(mode webxr.SessionMode) webxr.Class {
	switch class := e.classes.Class(mode); {
	case class == webxr.NeverSupport || class == webxr.UsuallySupport:
		return class
	case e.strategy == AlwaysTrue:
		return webxr.UsuallySupport
	default:
		return webxr.HighlyVariable
	}
}
