package io.triskel.projection;

import java.util.Map;

/** The amounts in a contribution's row. */
record Amounts(Map<String, Long> byMeasure) {}
