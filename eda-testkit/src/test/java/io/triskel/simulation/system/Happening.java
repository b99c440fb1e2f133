package io.triskel.simulation.system;

/** What happens in a seed, as far as it is watched: what never happens in any of them proves nothing. */
enum Happening {
    HOST_DIED,
    HOSTS_MET,
    COMMAND_WAS_REPEATED,
    EVENT_WAS_PARKED,
    LANE_WAS_REPLAYED,
    KEY_WAS_WITHHELD,
    CLOCK_WENT_BACK,
    REBUILD_WAS_SWITCHED_TO,
    REBUILD_WAS_GIVEN_UP,
    OLD_ROWS_WERE_DROPPED,
    PERSON_WAS_FORGOTTEN_WITH_A_ROW,
    PERSON_WAS_FORGOTTEN_DURING_A_REBUILD,
    SAGA_COMPLETED,
    SAGA_COMPENSATED,
    SAGA_WAS_STUCK
}
