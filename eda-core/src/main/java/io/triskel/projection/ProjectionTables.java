package io.triskel.projection;

/** The names of a projection's tables: a pair per generation, those who were forgotten, and one that says which is read. */
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
