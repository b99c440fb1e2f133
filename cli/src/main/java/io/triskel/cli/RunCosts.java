package io.triskel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.Spend;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The most that a run of a workload costs on each cloud, computed by {@code ./triskel size --run} from list prices. */
record RunCosts(Map<String, Cost> byCloud) {
    RunCosts {
        byCloud = Map.copyOf(byCloud);
    }

    /**
     * The cost of one run on one cloud.
     *
     * @param offer that counts
     * @param usd of the whole run at most
     */
    record Cost(String offer, double usdPerEvent, double usdPerHour, double usd) {
        /** {@return what a worker that sends a part of the run keeps to} */
        ObjectNode limited(BigDecimal budget, double part) {
            double usdHere = budget.doubleValue();
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("usdPerEvent", usdPerEvent)
                    .put("usdPerHour", usdPerHour * part)
                    .put("budgetUsd", new BigDecimal(usdHere).compareTo(budget) > 0 ? Math.nextDown(usdHere) : usdHere)
                    .put("predictedUsd", usd * part)
                    .put("offer", offer);
        }

        /** {@return the least that a worker needs to run: one event, and the time until it has surely arrived} */
        double least(double part, Duration drain) {
            return usdPerEvent + usdPerHour * part * drain.plus(Spend.SLACK).toNanos() / 3_600e9;
        }

        String text() {
            return String.format(Locale.ROOT, "at most %.2f USD a run by list prices (%s)", usd, offer);
        }
    }

    /** {@return the cost on a target's cloud, itself or stood in for; empty where there is none} */
    Optional<Cost> of(LoadTarget target) {
        return target.cloud().map(cloud -> byCloud.get(cloud.id()));
    }

    /**
     * {@return the costs that a started sizing computes}
     *
     * @throws Failure if it cannot say it
     */
    static RunCosts asked(List<String> command) {
        try {
            Process size = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            size.getOutputStream().close();
            String said = new String(size.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (size.waitFor() != 0) {
                throw new Failure(
                        "cannot compute the cost of a run: ./triskel size ended with code " + size.exitValue());
            }
            return read(said);
        } catch (IOException failed) {
            throw new Failure("cannot compute the cost of a run: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while the cost of a run was computed", interrupted);
        }
    }

    private static RunCosts read(String said) throws JsonProcessingException {
        Map<String, Cost> costs = new LinkedHashMap<>();
        for (JsonNode run : new ObjectMapper().readTree(said).path("runs")) {
            costs.put(
                    run.path("cloud").asText(),
                    new Cost(
                            run.path("offer").asText(),
                            run.path("usdPerEvent").asDouble(),
                            run.path("usdPerHour").asDouble(),
                            run.path("usd").asDouble()));
        }
        return new RunCosts(costs);
    }
}
