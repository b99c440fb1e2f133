package io.triskel.load.size;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.size.plan.Deployment;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Ranking;
import io.triskel.load.workload.Logs;
import io.triskel.load.workload.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** The file of {@code --plan}, from which {@code infra/CLOUD/deploy.sh} deploys; {@code infra/plan.json} is the default one. */
final class PlanFile {
    /** The version of the format, which the scripts check. */
    private static final int SCHEMA = 1;

    private PlanFile() {}

    /** Writes it, and tells for each cloud how to deploy it, or why it has no plan. */
    static void write(Sizing sizing, Path file, PrintWriter err) throws IOException {
        ObjectNode json = of(sizing);
        OutputFile.write(file, json.toPrettyString() + "\n", "Pass another file to --plan.");
        json.required("clouds").properties().forEach(cloud -> {
            JsonNode why = cloud.getValue().path("refused");
            err.println(
                    why.isMissingNode()
                            ? cloud.getKey() + ": infra/" + cloud.getKey() + "/deploy.sh --plan " + file
                            : cloud.getKey() + ": no plan, because " + why.textValue());
        });
    }

    static ObjectNode of(Sizing sizing) {
        Need need = sizing.need();
        double perOrder = need.traffic().perOrder();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("plan", SCHEMA).put("workload", sizing.workload().name()).put("load", need.load());
        json.putObject("ordersPerSecond").put("mean", need.mean() / perOrder).put("peak", need.peak() / perOrder);
        ObjectNode clouds = json.putObject("clouds");
        for (Sizing.Answer answer : sizing.answers()) {
            ObjectNode cloud = clouds.putObject(answer.cloud().name());
            answer.cloud()
                    .deployment(need, sizing.prices())
                    .ifPresentOrElse(
                            deployment -> write(cloud, deployment, need), () -> cloud.put("refused", refused(answer)));
        }
        return json;
    }

    private static void write(ObjectNode json, Deployment deployment, Need need) {
        json.put("offers", deployment.plan().name());
        json.set("parameters", new ObjectMapper().valueToTree(deployment.parameters()));
        deployment.atOnce().ifPresent(most -> json.put("concurrency", most));
        json.putObject("logs")
                .put("bytesPerOrder", Math.round(deployment.logBytesAnOrder(need)))
                .put("gigabytesPerDay", Deployment.logGigabytesADay(deployment.plan(), Logs.ALL));
    }

    /** {@return why the scripts deploy none of the cloud's offers for this workload} */
    static String refused(Sizing.Answer answer) {
        return new Ranking(answer.plans())
                .plans().stream()
                        .filter(Plan::deployable)
                        .findFirst()
                        .flatMap(plan -> plan.gates().stream()
                                .filter(gate -> !gate.passes())
                                .findFirst())
                        .map(Gate::why)
                        .orElse("no script deploys one of its offers");
    }
}
