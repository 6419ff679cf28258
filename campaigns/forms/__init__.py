from campaigns.forms.audience import AudienceForm
from campaigns.forms.campaign import CampaignForm, ShareForm
from campaigns.forms.channel_figures import ChannelFiguresForm
from campaigns.forms.channel_sequence import ChannelSequenceForm
from campaigns.forms.custom_plan import CustomPlanForm
from campaigns.forms.filling import Filling, fill, is_key_of_filling, read_filling, write_terms
from campaigns.forms.held_seats import HeldSeatsForm
from campaigns.forms.names import (
    AUDIENCES,
    BILLING_NAMES,
    CHANNEL_FIGURES,
    CUSTOM_PLANS,
    GOAL_NAMES,
    HELD_SEATS,
    MOST_CHANNEL_FIGURES,
    MOST_CUSTOM_PLANS,
    OTHER_RATES,
    SEQUENCES,
    STRATEGY_NAMES,
)
from campaigns.forms.progress import ProgressForm, SheetForm, TakingForm
from campaigns.forms.scenario import ScenarioForm

__all__ = [
    "AUDIENCES",
    "BILLING_NAMES",
    "CHANNEL_FIGURES",
    "CUSTOM_PLANS",
    "GOAL_NAMES",
    "HELD_SEATS",
    "MOST_CHANNEL_FIGURES",
    "MOST_CUSTOM_PLANS",
    "OTHER_RATES",
    "SEQUENCES",
    "STRATEGY_NAMES",
    "AudienceForm",
    "CampaignForm",
    "ChannelFiguresForm",
    "ChannelSequenceForm",
    "CustomPlanForm",
    "Filling",
    "HeldSeatsForm",
    "ProgressForm",
    "ScenarioForm",
    "ShareForm",
    "SheetForm",
    "TakingForm",
    "fill",
    "is_key_of_filling",
    "read_filling",
    "write_terms",
]
