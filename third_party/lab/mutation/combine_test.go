// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package mutation

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCombine_BreaksEachRuleInItsOwnBody(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(top, "p"), 0o755))
	const source = `package p

var limit = 3

func f(a int) int {
	return a + 1
}

func g() { limit = 4 }

func h() {
again:
	if limit < 9 {
		limit++
		goto again
	}
}
`
	require.NoError(t, os.WriteFile(filepath.Join(top, "p/a.go"), []byte(source), 0o600))
	one := Rule{Name: "one", File: "p/a.go", Code: "a + 1", Instead: "a // wrong"}
	two := Rule{Name: "two", File: "p/a.go", Code: "a + 1", Instead: "2"}
	three := Rule{Name: "three", File: "p/a.go", Code: "limit = 4"}
	labelled := Rule{Name: "four", File: "p/a.go", Code: "limit++", Instead: "limit--"}
	outside := Rule{Name: "five", File: "p/a.go", Code: "limit = 3", Instead: "limit = 2"}
	together, files := combine(t, top, []Rule{one, two, three, labelled, outside})
	require.Equal(t, []Rule{one, two, three}, together)
	require.Equal(t, map[string]string{
		"p/" + switchFile: "package p\n\nimport \"os\"\n\nvar brokenRule = os.Getenv(\"XRPROBE_BROKEN_RULE\")\n",
		"p/a.go": `package p

var limit = 3

func f(a int) int {
if brokenRule == "two" {
	return 2

}

if brokenRule == "one" {
	return a // wrong

}

	return a + 1
}

func g() {
if brokenRule == "three" {  
return
}
 limit = 4 }

func h() {
again:
	if limit < 9 {
		limit++
		goto again
	}
}
`,
	}, files)
}
