package io.triskel.projection;

import java.util.Map;

/** What a contribution's row holds. */
record Amounts(Map<String, Long> byMeasure) {}
