package trro.exporter.support;

import trro.exporter.api.ListedProject;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.RecentSession;
import trro.exporter.api.TrroApi;
import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;

/** A TRRO that must not be asked for anything but figures. */
public interface StatisticsOnly extends TrroApi {

    @Override
    default Page<ListedProject> projects(PageQuery page) {
        throw new AssertionError("projects were asked for");
    }

    @Override
    default Page<Device> devices(String projectId, PageQuery page) {
        throw new AssertionError("devices were asked for");
    }

    @Override
    default Page<Device> deviceList(String projectId, PageQuery page) {
        throw new AssertionError("the device list was asked for");
    }

    @Override
    default Page<RecentSession> recentSessions(String projectId, PageQuery page) {
        throw new AssertionError("recent sessions were asked for");
    }

    @Override
    default LicenseCounts licenses() {
        throw new AssertionError("licences were asked for");
    }
}
