"""Table files in and out: spreadsheets, CSV and the exports of other services, without a domain."""
