"""Why a search gave what it gave, and what running it means."""
