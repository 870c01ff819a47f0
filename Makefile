# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The xrprobe authors

GO ?= go

PACKAGES = ./...

.PHONY: test lab bench generate lint

# test runs what this machine has, and says in one line what it leaves out.
# With XRPROBE_LAB=require it makes the lab, and a missing part is a failure.
test: lint
	@[ "$$XRPROBE_LAB" != require ] || third_party/lab/lab up
	@third_party/lab/left-out
	CGO_ENABLED=0 $(GO) test -timeout 20m -shuffle=on $(PACKAGES)
	@if command -v $${CC:-cc} >/dev/null; then $(MAKE) --no-print-directory race; fi
	@if [ -z "$$(third_party/lab/glfw-needs)" ]; then $(MAKE) --no-print-directory glfw; fi

# race runs the tests again with cgo and the race detector: another runtime underneath.
.PHONY: race
race:
	CGO_ENABLED=1 $(GO) test -race -timeout 20m -short -shuffle=on $(PACKAGES)

# glfw builds the flavour with GLFW, and runs its tests on virtual displays. The tests
# beside the lab do the same in the lab's root.
.PHONY: glfw
glfw:
	CGO_ENABLED=1 $(GO) vet -tags glfw ./probe/glsession ./cmd/xrprobe
	CGO_ENABLED=1 $(GO) test -tags glfw ./probe/glsession
	CGO_ENABLED=1 $(GO) run -tags glfw ./cmd/xrprobe version | grep 'with GLFW'

# rules breaks the code of each rule in the files rules.tsv and of each guard in
# probe/guards_test.go, and sees its test turn red.
.PHONY: rules
rules:
	$(GO) test -tags rules -run 'Rule|Guards_Broken' -timeout 30m ./modes ./classify/permission ./probe

# privacy prints how well a page's clock tells "no headset" from "a headset, and no": with
# the delays that come to mind, and with ours.
.PHONY: privacy
privacy:
	@$(GO) test -count=1 -v -run '^TestGate_CannotBeTimed$$' ./classify/permission | sed -n 's/^ *privacy_test.go:[0-9]*: //p'

# hostile prints what becomes of every misbehaviour that a runtime has in the tests.
.PHONY: hostile
hostile:
	CGO_ENABLED=0 $(GO) test -count=1 -v -run '^TestHostile$$' ./probe | grep -vE '^(=== |    --- PASS)'

# soak asks hostile runtimes, and makes sessions, until a leak of any kind would show.
.PHONY: soak
soak:
	XRPROBE_SOAK=20000 CGO_ENABLED=0 $(GO) test -count=1 -v -timeout 4h -run '^TestSoak_ManyProbesLeaveNothingBehind$$' ./probe
	XRPROBE_SOAK_SESSIONS=200 CGO_ENABLED=0 $(GO) test -count=1 -v -timeout 1h -run '^TestLabMonadoBearsManySessions$$' ./cmd/xrprobe

# fuzz feeds every parser for a while. Making what it finds smaller would take all of the time.
.PHONY: fuzz
FUZZTIME ?= 20s
fuzz:
	@$(GO) list -f '{{range .XTestGoFiles}}{{$$.Dir}}/{{.}} {{$$.ImportPath}}{{"\n"}}{{end}}{{range .TestGoFiles}}{{$$.Dir}}/{{.}} {{$$.ImportPath}}{{"\n"}}{{end}}' ./... | while read -r file package; do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9]*\)(.*/\1/p' $$file); do \
			CGO_ENABLED=0 $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package </dev/null || exit 1; \
		done; \
	done

# man writes the manual's pages into a folder.
.PHONY: man
man:
	@[ -d "$(DIR)" ] || { echo "say which folder the pages go into: make man DIR=folder" >&2; exit 2; }
	$(GO) run -tags man ./cmd/xrprobe man "$(DIR)"

# lab makes the Debian root that the tests compare with; it needs root.
lab:
	third_party/lab/lab up

# bench measures speed; nothing in it passes or fails.
bench:
	CGO_ENABLED=0 $(GO) test -run '^$$' -bench . ./openxr/... ./probe ./modes ./classify/...
	third_party/compare/run
	third_party/lab/bench/run

# generate writes the raw layer anew; third_party/registry/README.md says from what.
generate:
	@[ -n "$(REGISTRY)" ] || { echo "say where the registry is: make generate REGISTRY=path/to/xr.xml (see third_party/registry/README.md)" >&2; exit 2; }
	@echo "$$(cut -d' ' -f1 third_party/registry/xr.xml.sha256)  $(REGISTRY)" | sha256sum --check --quiet
	$(GO) run ./openxr/internal/gen -registry "$(REGISTRY)" -out openxr/xr

lint:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "gofmt would change:" $$unformatted >&2; exit 1; }
	$(GO) vet $(PACKAGES)
