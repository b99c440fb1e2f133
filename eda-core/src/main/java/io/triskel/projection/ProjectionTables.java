package io.triskel.projection;

/** The names of a projection's tables: rows and totals per generation, forgotten subjects, and generations. */
final class ProjectionTables {
    static final String GENERATIONS = "triskel.projections";
    static final String SUBJECT_INDEX = "triskel.subject";
    static final String TOTAL_INDEX = "total";

    private ProjectionTables() {}

    static String rows(Projection<?> projection, int generation) {
        return projection.name() + ".g" + generation;
    }

    static String contributions(Projection<?> projection, int generation) {
        return rows(projection, generation) + ".totals";
    }

    static String forgotten(Projection<?> projection) {
        return projection.name() + ".forgotten";
    }
}
