package graph

// WeaponSystem is a type of weapon, vehicle or sensor.
type WeaponSystem struct {
	Header
	Category              Text     `prop:"category" doc:"Weapon category of SIPRI's arms transfers."`
	UNROCAClass           Text     `prop:"unrocaClass" doc:"Class of the UN Register of Conventional Arms; null where the Register has none."`
	Subtype               Text     `prop:"subtype" doc:"Narrower type, such as SRBM."`
	RangeKm               *float64 `prop:"rangeKm" doc:"Largest published range, kilometres."`
	WarheadKg             *float64 `prop:"warheadKg" doc:"Mass of the warhead, kilograms."`
	NuclearCapable        *bool    `prop:"nuclearCapable" doc:"Whether it can carry a nuclear warhead; null where unknown."`
	FirstTest             Date     `prop:"firstTest" doc:"First known test."`
	InService             Date     `prop:"inService" doc:"Entry into service."`
	FirstPublicAppearance Date     `prop:"firstPublicAppearance" doc:"First shown in public."`
	Variants              []string `prop:"variants" doc:"Known variants."`
	Note                  Text     `prop:"note" doc:"Remark."`
}

// Delivery is what was delivered in one year.
type Delivery struct {
	Year     int      `json:"year"`
	Number   *float64 `json:"number,omitempty"`
	TIV      *float64 `json:"tiv,omitempty"`
	Estimate *bool    `json:"estimate,omitempty"` // null where the dataset's flag is blank
}

// ArmsTransfer is a deal between a supplier and a recipient. SUPPLIED is derived from it.
type ArmsTransfer struct {
	Header
	Supplier          ID         `prop:"supplier" ref:"actor" doc:"Who supplied."`
	Recipient         ID         `prop:"recipient" ref:"actor" doc:"Who received."`
	WeaponSystem      ID         `prop:"weaponSystem" ref:"weapon" doc:"What was supplied."`
	Designation       Text       `prop:"designation" doc:"Designation as the dataset writes it."`
	Category          Text       `prop:"category" doc:"Weapon category of the dataset."`
	Description       Text       `prop:"description" doc:"Description of the weapon."`
	Status            Text       `prop:"status" doc:"New, second hand, or second hand but modernized."`
	Ordered           Date       `prop:"ordered" doc:"Year of the order."`
	OrderedEstimate   *bool      `prop:"orderedEstimate" doc:"Whether the year of the order is an estimate."`
	NumberOrdered     *float64   `prop:"numberOrdered" doc:"Number ordered."`
	NumberOrderedEst  *bool      `prop:"numberOrderedEstimate" doc:"Whether the number ordered is an estimate."`
	NumberDelivered   *float64   `prop:"numberDelivered" doc:"Number delivered so far."`
	NumberDeliveryEst *bool      `prop:"numberDeliveredEstimate" doc:"Whether the number delivered is an estimate."`
	Deliveries        []Delivery `prop:"deliveries" doc:"Deliveries by year."`
	TIVUnit           *float64   `prop:"tivUnit" doc:"SIPRI trend-indicator value of one unit, millions."`
	TIVOrdered        *float64   `prop:"tivOrdered" doc:"Trend-indicator value of the order, millions."`
	TIVDelivered      *float64   `prop:"tivDelivered" doc:"Trend-indicator value of what was delivered, millions."`
	LocalProduction   *bool      `prop:"localProduction" doc:"Whether the recipient produces it under licence."`
	Note              Text       `prop:"note" doc:"Remark."`
}

func (*WeaponSystem) Label() Label { return LabelWeaponSystem }
func (*ArmsTransfer) Label() Label { return LabelArmsTransfer }
