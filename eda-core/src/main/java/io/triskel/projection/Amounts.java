package io.triskel.projection;

import java.util.Map;

/** The content of a contribution's row. */
record Amounts(Map<String, Long> byMeasure) {}
