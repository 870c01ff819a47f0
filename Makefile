# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The xrprobe authors

GO ?= go

PACKAGES = ./...

# The packages with slow tests. `make quick` runs only the golden files of the command.
SLOW = /probe$$|/cmd/xrprobe$$|/third_party/

# LIMIT is how long the tests of a package may take: many times what the slowest package takes with
# the lab on an idle machine with two processors. A busy machine is slow, and its tests must not fail.
LIMIT = 60m

# TEST is go test, but it prints the line of each package when the package ends.
TEST = $(GO) run ./third_party/lab/progress $(GO) test

.PHONY: test
# test runs what this machine can run, and ends with a line that says what it left out. With
# XRPROBE_LAB=require it makes the lab, and a missing part is a failure.
test: lint
	@[ "$$XRPROBE_LAB" != require ] || third_party/lab/lab up
	@$(MAKE) --no-print-directory everything && failed=0 || failed=$$?; third_party/lab/left-out; exit $$failed

.PHONY: everything
everything:
	CGO_ENABLED=0 $(TEST) -vet=off -timeout $(LIMIT) -shuffle=on $(PACKAGES)
	@if command -v $${CC:-cc} >/dev/null; then $(MAKE) --no-print-directory race; fi
	@if [ -z "$$(third_party/lab/glfw-needs)" ]; then $(MAKE) --no-print-directory glfw; fi

.PHONY: build
# build builds bin/xrprobe with the page of "xrprobe ask --serve".
build: gate
	CGO_ENABLED=0 $(GO) build -trimpath -tags webgate -o bin/ ./cmd/xrprobe

# GATE has what is built into a program with the tag webgate: the gate for browsers, and the toolchain's support for it.
GATE ?= classify/permission/web/page/built

.PHONY: gate
gate:
	@mkdir -p "$(GATE)"
	GOOS=js GOARCH=wasm $(GO) build -trimpath -ldflags='-s -w' -o "$(GATE)/gate.wasm" ./classify/permission/web/gate
	gzip -9 --no-name --force "$(GATE)/gate.wasm"
	cp "$$($(GO) env GOROOT)/lib/wasm/wasm_exec.js" "$(GATE)/"

.PHONY: systems
# systems builds the module for all systems that it has code for. "make test" does so too where
# the lab is required.
systems:
	XRPROBE_SYSTEMS=1 CGO_ENABLED=0 $(GO) test -vet=off -count=1 -run '^TestModule_BuildsForEverySystem$$' ./cmd/xrprobe

.PHONY: quick
# quick runs what most changes need, in less than 30 seconds: gofmt, go vet, the tests of
# the fast packages, and the golden files of the command.
quick: lint
	CGO_ENABLED=0 $(GO) test -vet=off -short -skip Lab $$($(GO) list $(PACKAGES) | grep -vE '$(SLOW)')
	CGO_ENABLED=0 $(GO) test -vet=off -run '^TestScripts$$|README' ./cmd/xrprobe

.PHONY: lint
# lint runs all of go vet. It sees every file without cgo, except for those with the tag glfw; see
# TestModule_OnlyGLFWNeedsCgo. Therefore the tests after it do not run a part of go vet again.
lint:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "gofmt would change:" $$unformatted >&2; exit 1; }
	CGO_ENABLED=0 $(GO) vet $(PACKAGES)

.PHONY: check
# check runs every linter, and go vet for all systems. It says which linter this machine
# lacks.
check:
	GO="$(GO)" .ci/check

.PHONY: race
# race runs the tests again with cgo and the race detector. With cgo, runtimes are loaded in
# another way.
race:
	CGO_ENABLED=1 $(TEST) -race -vet=off -timeout $(LIMIT) -short -shuffle=on $(PACKAGES)

.PHONY: glfw
# glfw builds xrprobe with GLFW, and runs its tests on virtual displays. The tests in the lab
# do the same in the lab's root.
glfw:
	CGO_ENABLED=1 $(GO) vet -tags glfw ./probe/glsession ./cmd/xrprobe
	CGO_ENABLED=1 $(GO) test -vet=off -tags glfw ./probe/glsession
	CGO_ENABLED=1 $(GO) run -tags glfw ./cmd/xrprobe version | grep 'with GLFW'

.PHONY: mutate
# mutate breaks the code of each rule in the files rules.tsv, of each row in surprises.tsv and of each guard in
# probe/guards_test.go, and checks that the rule's test fails.
mutate:
	$(GO) test -vet=off -tags mutate -run 'Rule|Guards_Broken' -timeout $(LIMIT) ./modes ./classify/permission ./probe ./openxr/loader

.PHONY: mutants
# mutants makes small changes in the code of openxr/loader, one at a time, and checks that a
# test notices each, but for those that its testdata/survivors.tsv lists. It takes half an hour,
# and less with XRPROBE_MUTANTS=file.go,file.go. A TMPDIR in memory makes it faster.
mutants:
	$(GO) test -tags mutants -count=1 -v -run '^TestMutants$$' -timeout 4h ./openxr/loader

.PHONY: privacy
# privacy prints how well a page can tell "no headset" from "a headset without consent": by the
# time of a false, with simple delays and with the gate's; by the other ways that were closed; and
# by how long the protocol takes for an answer. Run it on a quiet machine.
privacy:
	@XRPROBE_PRIVACY=1 $(GO) test -count=1 -p 1 -v -run '^(TestGate_CannotBeTimed|TestGate_Ways|TestServe_CostOfAnAnswer)$$' \
		./classify/permission ./classify/permission/protocol | sed -n 's/^ *[a-z]*_test.go:[0-9]*: //p'

.PHONY: hostile
# hostile prints how xrprobe reports each misbehaviour of the runtimes in its tests.
hostile:
	CGO_ENABLED=0 $(GO) test -count=1 -v -run '^TestHostile$$' ./probe | grep -vE '^(=== |    --- PASS)'

.PHONY: soak
# soak asks hostile runtimes and creates sessions so often that a leak would show, holds
# 100,000 random machines against each Khronos loader of the lab, and kills xrprobe use at 500
# changes.
soak:
	XRPROBE_SOAK=20000 CGO_ENABLED=0 $(GO) test -count=1 -v -timeout 4h -run '^TestSoak_ManyProbesLeaveNothingBehind$$' ./probe
	XRPROBE_SOAK_LAYERS=100000 CGO_ENABLED=0 $(GO) test -count=1 -v -timeout 4h -run '^TestLabLayers_EqualTheKhronosLoaders$$' ./openxr/loader
	XRPROBE_SOAK_USE=500 CGO_ENABLED=0 $(GO) test -count=1 -v -timeout 1h -run '^TestLabUse_TheKhronosLoadersLoadWhatUseSaid$$' ./openxr/loader/activate
	XRPROBE_SOAK_SESSIONS=200 CGO_ENABLED=0 $(GO) test -count=1 -v -timeout 1h -run '^TestLabSession_MonadoSurvivesMany$$' ./cmd/xrprobe

.PHONY: fuzz
# fuzz runs each fuzz target for $(FUZZTIME), which is 20s unless it is set.
fuzz:
	GO="$(GO)" FUZZTIME="$(FUZZTIME)" .ci/fuzz

.PHONY: man
# man writes the manual's pages into a directory.
man:
	@[ -d "$(DIR)" ] || { echo "name the directory for the pages: make man DIR=directory" >&2; exit 2; }
	$(GO) run -tags man ./cmd/xrprobe man "$(DIR)"

.PHONY: lab
# lab makes the Debian root with the programs that the tests compare with. It needs root.
lab:
	third_party/lab/lab up

# The packages with benchmarks, except for probe: the table measures what its benchmarks do.
BENCHED = $$(grep -rl --include='*_test.go' '^func Benchmark' openxr probe modes classify | xargs -n 1 dirname | sort -u | sed '/^probe$$/d; s,^,./,')

.PHONY: bench
# bench measures speed, and ends with one table of what it costs to ask each runtime in a process of its own. It has no limits,
# so that it never fails because of them. ROUNDS=N sets how often each program of the table runs, and TSV=FILE writes the table
# for programs, too.
bench:
	CGO_ENABLED=0 $(GO) test -short -run '^$$' -bench . $(BENCHED)
	third_party/compare/run
	third_party/lab/bench/run $(if $(ROUNDS),-rounds $(ROUNDS)) $(if $(TSV),-tsv $(TSV))

.PHONY: generate
# generate writes openxr/xr from the registry. See third_party/registry/README.md.
generate:
	@[ -n "$(REGISTRY)" ] || { echo "name the registry: make generate REGISTRY=path/to/xr.xml (see third_party/registry/README.md)" >&2; exit 2; }
	@echo "$$(cut -d' ' -f1 third_party/registry/xr.xml.sha256)  $(REGISTRY)" | sha256sum --check --quiet
	$(GO) run ./openxr/internal/gen -registry "$(REGISTRY)" -out openxr/xr
