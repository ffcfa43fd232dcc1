// Package acceptance holds no code: its tests ask the API, on every store, what a user must be able to rely on, with
// the bundled dataset alone and with every published file of shared/data beside it, in its real size.
package acceptance
