package trro.exporter.support;

import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.pacing.Permit;

/** A TRRO that must not be asked for anything but figures. */
public interface StatisticsOnly extends TrroApi {

    @Override
    default <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit) {
        throw new AssertionError(action + " was asked for");
    }
}
