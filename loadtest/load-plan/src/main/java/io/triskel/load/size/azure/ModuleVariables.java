package io.triskel.load.size.azure;

import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Deployment;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.workload.FunctionWork;
import io.triskel.load.workload.Logs;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables of {@code infra/azure} that a plan decides. */
final class ModuleVariables {
    /** Partitions can never be added, so a hub has a few from the start. */
    private static final int LEAST_PARTITIONS = 4;

    /** Auto-inflate has room for twice the planned units. */
    private static final int INFLATED = 2;

    private static final int LEAST_INFLATED = 10;

    /** The lowest maximum that Flex Consumption accepts. */
    private static final int LEAST_INSTANCES = 40;

    private ModuleVariables() {}

    static Map<String, Object> of(Plan plan, Need need, FunctionWork work) {
        int units = plan.bus().units();
        Sized function = plan.function().orElseThrow();
        Flex flex = new Flex(function.offer(), need, work);
        Logs kept = need.terms().logs().orElse(Logs.SAMPLED);
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("throughput_units", units);
        variables.put("most_throughput_units", Math.min(Hub.MOST_UNITS, Math.max(LEAST_INFLATED, INFLATED * units)));
        variables.put("partitions", Math.max(LEAST_PARTITIONS, Hub.partitions(need, flex.lanes())));
        variables.put("memory_mib", flex.mebibytes());
        variables.put("max_instances", Math.max(LEAST_INSTANCES, function.units()));
        variables.put("replay_horizon_hours", Deployment.replayHorizonHours(need));
        variables.put("log_gb_a_day", Math.max(1, Amounts.whole(Deployment.logGigabytesADay(plan, kept))));
        return variables;
    }
}
