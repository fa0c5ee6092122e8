//go:build tools

// Package tools pins the container runtime that the testbed builds where a node needs CDI: Debian's has none.
package tools

import (
	_ "github.com/containerd/containerd/cmd/containerd"
	_ "github.com/containerd/containerd/cmd/containerd-shim-runc-v2"
)
