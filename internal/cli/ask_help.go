package cli

// What `entente ask … --help` adds to the flags: how to read the answer, and an example.

func (askIfAttacked) Help() string {
	return `A verdict on every actor that is bound to either side, with the duties that it rests on. What is not said of the attack is taken as usual: armed,
unprovoked, on the victim's home territory.

Examples:
  entente ask if-attacked --attacker PRK --victim KOR --as-of 2024-10-15
  entente ask if-attacked --attacker Ukraine --victim Russia --as-of 2024-12-04 --provoked
  entente ask if-attacked --attacker Argentina --victim GBR --where place:falkland-islands --withdraw treaty:nato-1949=USA`
}

func (askCascade) Help() string {
	return `Round by round: who enters on which side by which article, who is torn between the sides, and what keeps the others out.

Examples:
  entente ask cascade --attacker PRK --victim KOR --as-of 2025-01-01 --escalation COUNTERATTACK
  entente ask cascade --attack 'China>Taiwan' --attack 'PRK>KOR' --as-of 2025-01-01`
}

func (askDuties) Help() string {
	return `Example:
  entente ask duties --actor Poland --as-of 2024-12-04 --type DEFENSE`
}

func (askDiff) Help() string {
	return `Example:
  entente ask diff --from 2023-01-01 --to 2025-01-01 --actor Finland`
}

func (askHistory) Help() string {
	return `Example:
  entente ask history --a PRK --b RUS`
}

func (askContradictions) Help() string {
	return `Example:
  entente ask contradictions --as-of 2024-12-04 --actor CHN`
}

func (askLifecycle) Help() string {
	return `Example:
  entente ask lifecycle --treaty treaty:ru-kp-2024`
}

func (askCompliance) Help() string {
	return `Example:
  entente ask compliance --treaty treaty:nato-1949 --outcome HONOURED`
}
