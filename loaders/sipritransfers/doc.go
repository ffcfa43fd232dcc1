// Package sipritransfers loads the trade registers of the SIPRI Arms Transfers Database.
//
// The database has no version: the day on which the file was generated, where the lines above the header tell it,
// stands for it.
//
// Three layouts are recognised by their columns:
//
//   - 2026: a row a delivery year, with SIPRI's deal number. Lines of text stand before the header, every line ends in
//     ";". Where the header does not, a spreadsheet has written the file again, quoted and with any delimiter.
//   - 2024, for one supplier or recipient: a row a deal; "Year(s) of delivery" is a list; a "?" in the unnamed column
//     after a number marks an estimate. Deals have no number: their id is made of what they say. The number delivered
//     may be called "Deliveries in the Year Range".
//   - the older register: a row that holds only a country opens its deals, "R: name" or "L: name" names the other side
//     of each; estimates stand in brackets. Its heading may be written in two rows, of which the second is the header.
//
// Field mapping: a deal → ArmsTransfer with its deliveries, TRANSFERS to its WeaponSystem, and SUPPLIED derived from
// it, from the order to the end of the last delivery year. Designation and description name the weapon; one that the
// bundled table knows by that very name is that one.
//
// Actors: a name is looked up among states on the day of the order. One star marks a non-state actor, which becomes an
// ArmedGroup, two stars an organization: a starred name is never looked up among states, whatever it abbreviates.
// "unknown supplier(s)", "unknown recipient(s)" and the like are left empty, and nothing is derived then. Flags have
// three values: Yes, No and blank, which is unknown. TIV are millions of SIPRI's trend-indicator value.
package sipritransfers
