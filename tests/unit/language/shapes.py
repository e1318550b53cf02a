"""The argument shapes of all commands that the tests write: what a registry would say."""

_BY_SHAPE = {
    "search": "search metasearch",
    "eval": "eval fieldformat",
    "where": "where",
    "stats": "stats eventstats streamstats sistats geostats",
    "chart": "chart timechart sichart sitimechart",
    "tstats": "tstats mstats",
    "fields": """fields table fillnull filldown mvexpand mvcombine nomv makemv addtotals
        addcoltotals reverse makejson setfields""",
    "rename": "rename",
    "sort": "sort",
    "dedup": "dedup",
    "head": "head tail",
    "top": "top rare sitop sirare",
    "lookup": "lookup",
    "inputlookup": "inputlookup inputcsv",
    "rex": "rex",
    "regex": "regex",
    "convert": "convert",
    "bin": "bin bucket discretize",
    "join": "join selfjoin",
    "replace": "replace",
    "from": "from",
    "options": """abstract accum addinfo anomalydetection append appendcols appendpipe apply
        autoregress collect cyberchef datamodel delta eventcount extract fieldsummary fit foreach
        format fromjson gentimes iplocation kvform loadjob localop makeresults map mcollect
        metadata multikv multisearch noop outlier outputlookup outputcsv predict rangemap rest
        return savedsearch sendalert sendemail set spath strcat summary tags tojson transaction
        transpose trendline typer union untable xmlkv xpath xyseries cluster anomalies
        makecontinuous dnstwist mcatalog pivot contingency""",
}

SHAPES = {name: shape for shape, names in _BY_SHAPE.items() for name in names.split()}
