package io.triskel.orders.deployed;

import io.triskel.console.hosted.PastRebuilds;
import io.triskel.hosting.operation.Operations;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.observe.Observer;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.LaneConsole;

/**
 * The page of a local cloud that runs by itself: that of a demo's lane after its run, with faults, but with replays and rebuilds as an operator
 * of a deployed pipeline has them. It lives in the cloud's own process, the only one that can break the cloud.
 */
final class UpPage {
    private UpPage() {}

    /**
     * {@return the page, which works until it is closed}
     *
     * @param site the pipeline for an operator
     */
    static LaneConsole open(String lane, DeployedPipeline deployed, Style style, OperatorTalk.Site site) {
        Observer observer = LaneConsole.observer();
        DrivenPipeline driven = new DrivenDeployment(deployed, style, observer);
        Operations operations = new Operations(site.application());
        LaneConsole page = new LaneConsole(
                lane,
                driven,
                style,
                observer,
                console -> console.environment("local " + lane, false)
                        .rebuilds(new PastRebuilds(driven.operator().platform(), site.past()))
                        .replays((consumer, parked, limit, deadline) ->
                                operations.replay(site.functions().get(), consumer, parked, limit, deadline)));
        page.stayAtWork();
        return page;
    }
}
