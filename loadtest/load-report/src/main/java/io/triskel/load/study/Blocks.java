package io.triskel.load.study;

import java.util.LinkedHashMap;
import java.util.Map;

/** The blocks that chapters can name. */
final class Blocks {
    private Blocks() {}

    /** {@return all of them, by the words that begin their placeholders} */
    static Map<String, Block> all() {
        Map<String, Block> blocks = new LinkedHashMap<>();
        blocks.put("table criteria", CriteriaTables::criteria);
        blocks.put("table requirements", CriteriaTables::requirements);
        blocks.put("table gates", EvaluationTables::gates);
        blocks.put("table scores", EvaluationTables::scores);
        blocks.put("table costs", EvaluationTables::costs);
        blocks.put("table parts", CostTables::parts);
        blocks.put("table sensitivity", CostTables::sensitivity);
        blocks.put("table doubts", CostTables::doubts);
        blocks.put("table published", PublishedTable::of);
        blocks.put("tree", EvaluationTables::tree);
        blocks.put("table figures", FigureTable::of);
        blocks.put("chart costs", Charts::costs);
        blocks.put("chart scores", Charts::scores);
        blocks.put("chart schedule", Charts::schedule);
        blocks.put("chart use-case", Charts::useCase);
        blocks.put("chart path", Charts::path);
        return blocks;
    }
}
