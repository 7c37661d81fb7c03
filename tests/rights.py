"""Who may open what: each address with the status that each of the cast gets.

A row holds the method, the address, and the status for each of CAST in order; {names} are the keys of rows of the
small county. A stranger from another town gets 404 for rows outside the own scope, a reader 403 for what changes.
"""

CAST = (
    "county_admin",
    "county_viewer",  # the official who reads
    "town_a_clerk",
    "town_a_viewer",
    "town_b_clerk",  # the stranger: everything below belongs to town A
    "supervisor_clerk",
    "guide_user",
    "auditor",
    "system_admin",
    "nobody",  # not signed in
)
RIGHTS = """
GET  /log/                                                 403 403 403 403 403 403 403 200 403 302
GET  /                                                     200 200 200 200 200 200 200 200 200 302
GET  /search/?q=gs                                         200 200 200 200 200 200 200 403 403 302
GET  /coverage/                                            200 200 200 200 200 200 403 403 403 302
GET  /coverage/table.xlsx                                  200 200 200 200 200 200 403 403 403 302
GET  /coverage/organizations/                              200 200 200 200 200 200 403 403 403 302
GET  /coverage/organizations.xlsx                          200 200 200 200 200 200 403 403 403 302
GET  /coverage/branches/                                   200 200 200 200 200 200 403 403 403 302
GET  /ledgers/enterprises/                                 200 200 200 200 200 200 403 403 403 302
GET  /ledgers/enterprises/table.xlsx                       200 200 200 200 200 200 403 403 403 302
GET  /ledgers/enterprises/blank.xlsx                       200 200 200 200 200 200 403 403 403 302
GET  /imports/                                             200 403 200 403 200 403 403 403 403 302
GET  /imports/upload/                                      200 403 200 403 200 403 403 403 403 302
POST /imports/upload/                                      200 403 200 403 200 403 403 403 403 302
GET  /imports/{batch}/                                     200 403 200 403 404 403 403 403 403 302
GET  /imports/answers/                                     200 403 200 403 200 403 403 403 403 302
POST /imports/answers/                                     404 403 404 403 404 403 403 403 403 302
GET  /imports/{batch}/columns/                             200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/columns/                             302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/values/                              200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/values/                              302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/apply/                               405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/apply/                               302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/drop/                                405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/drop/                                302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/replan/                              405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/replan/                              302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/marked.xlsx                          302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/undo/                                200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/undo/                                302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/redo/                                405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/redo/                                302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/policy/                              200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/policy/                              200 403 200 403 404 403 403 403 403 302
GET  /imports/{batch}/mend/                                200 403 200 403 404 403 403 403 403 302
GET  /imports/{batch}/mend/check/                          405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/mend/check/                          400 403 400 403 404 403 403 403 403 302
GET  /imports/{batch}/mend/save/                           405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/mend/save/                           400 403 400 403 404 403 403 403 403 302
GET  /imports/{batch}/progress/                            302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/progress.json                        200 403 200 403 404 403 403 403 403 302
GET  /imports/{list}/progress/                             302 403 404 403 404 403 403 403 403 302
GET  /imports/{list}/progress.json                         200 403 404 403 404 403 403 403 403 302
POST /imports/{list}/cancel/                               302 403 404 403 404 403 403 403 403 302
POST /imports/{list}/read/                                 302 403 404 403 404 403 403 403 403 302
POST /imports/{list}/drop/                                 302 403 404 403 404 403 403 403 403 302
GET  /imports/{batch}/cancel/                              405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/cancel/                              302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/read/                                405 405 405 405 405 405 405 405 405 405
POST /imports/{batch}/read/                                302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/missing/                             200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/missing/                             302 403 302 403 404 403 403 403 403 302
GET  /missed/                                              200 200 200 200 200 200 403 403 403 302
GET  /imports/{batch}/original/{file}/                     302 403 302 403 404 403 403 403 403 302
GET  /imports/{batch}/same/                                200 403 200 403 404 403 403 403 403 302
POST /imports/{batch}/same/                                302 403 302 403 404 403 403 403 403 302
GET  /rounds/                                              200 403 200 403 200 403 403 403 403 302
GET  /rounds/new/                                          200 403 403 403 403 403 403 403 403 302
POST /rounds/new/                                          200 403 403 403 403 403 403 403 403 302
GET  /rounds/{round}/                                      200 403 200 403 200 403 403 403 403 302
GET  /rounds/{round}/edit/                                 200 403 403 403 403 403 403 403 403 302
POST /rounds/{round}/edit/                                 200 403 403 403 403 403 403 403 403 302
GET  /rounds/{round}/workbooks.zip                         200 403 403 403 403 403 403 403 403 302
GET  /rounds/{round}/330199001.xlsx                        200 403 200 403 404 403 403 403 403 302
GET  /rounds/{round}/reminder/                             200 403 403 403 403 403 403 403 403 302
GET  /registrations/                                       200 200 200 200 200 403 403 403 403 302
GET  /registrations/towns/                                 200 200 200 200 200 403 403 403 403 302
GET  /registrations/table.xlsx                             200 200 200 200 200 403 403 403 403 302
GET  /registrations/blank.xlsx                             200 200 200 200 200 403 403 403 403 302
GET  /registrations/unsurveyed/                            200 200 200 200 200 403 403 403 403 302
GET  /registrations/upload/                                200 403 403 403 403 403 403 403 403 302
POST /registrations/upload/                                200 403 403 403 403 403 403 403 403 302
GET  /registrations/{list}/                                200 403 403 403 403 403 403 403 403 302
GET  /registrations/{list}/apply/                          405 405 405 405 405 405 405 405 405 405
POST /registrations/{list}/apply/                          302 403 403 403 403 403 403 403 403 302
GET  /registrations/{a_single}/rename/                     405 405 405 405 405 405 405 405 405 405
POST /registrations/{a_single}/rename/                     302 403 302 403 404 404 404 404 404 302
GET  /transfers/                                           200 403 200 403 200 403 403 403 403 302
GET  /transfers/{transfer}/decide/                         405 405 405 405 405 405 405 405 405 405
POST /transfers/{transfer}/decide/                         302 403 403 403 404 403 403 403 403 302
GET  /help/                                                200 200 200 200 200 200 200 200 200 302
GET  /many/tag/000000000000/                               404 403 404 403 404 404 403 403 403 302
POST /many/tag/000000000000/                               404 403 404 403 404 404 403 403 403 302
GET  /acts/{action}/                                       200 403 200 403 404 404 403 403 403 302
GET  /acts/{action}/undo/                                  200 403 200 403 404 404 403 403 403 302
POST /acts/{action}/undo/                                  302 403 302 403 404 404 403 403 403 302
GET  /organizations/merge/?organization={a_single}&organization={a_joint} 200 403 200 403 404 404 404 404 404 302
POST /organizations/merge/?organization={a_single}&organization={a_joint} 200 403 200 403 404 404 404 404 404 302
GET  /organizations/{a_single}/sources/                    200 200 200 200 404 404 404 404 404 302
GET  /organizations/{a_single}/merges/                     200 200 200 200 404 404 404 404 404 302
POST /organizations/{a_single}/merges/                     404 403 404 403 404 404 404 404 404 302
GET  /organizations/{a_single}/roster/                     200 200 200 200 404 404 403 403 403 302
GET  /organizations/{a_single}/roster/complete/            200 403 200 403 404 404 403 403 403 302
POST /organizations/{a_single}/roster/complete/            200 403 200 403 404 404 403 403 403 302
GET  /organizations/{a_single}/roster/incomplete/          200 403 200 403 404 404 403 403 403 302
POST /organizations/{a_single}/roster/incomplete/          200 403 200 403 404 404 403 403 403 302
GET  /organizations/{a_single}/close/                      200 403 200 403 404 404 404 404 404 302
POST /organizations/{a_single}/close/                      200 403 200 403 404 404 404 404 404 302
GET  /organizations/{a_closed}/reopen/                     200 403 200 403 404 404 404 404 404 302
POST /organizations/{a_closed}/reopen/                     200 403 200 403 404 404 404 404 404 302
GET  /organizations/{a_single}/move/                       200 403 200 403 404 404 404 404 404 302
POST /organizations/{a_single}/move/                       200 403 200 403 404 404 404 404 404 302
GET  /branches/{a_own_branch}/dissolve/                    200 403 200 403 404 404 404 404 404 302
POST /branches/{a_own_branch}/dissolve/                    200 403 200 403 404 404 404 404 404 302
GET  /visits/new/                                          403 403 403 403 403 403 200 403 403 302
POST /visits/new/                                          403 403 403 403 403 403 200 403 403 302
GET  /guides/situation/                                    200 200 200 200 200 200 403 403 403 302
GET  /guides/{guide}/year/                                 200 200 200 200 404 404 200 403 403 302
GET  /postings/{posting}/end/                              200 403 200 403 404 404 403 404 404 302
POST /postings/{posting}/end/                              200 403 200 403 404 404 403 404 404 302
GET  /admin/                                               302 302 302 302 302 302 302 302 302 302
GET  /admin/login/                                         302 302 302 302 302 302 302 302 302 200
GET  /admin/password_change/                               200 200 200 200 200 200 200 200 200 302
POST /admin/password_change/                               200 200 200 200 200 200 200 200 200 302
GET  /admin/password_change/done/                          200 200 200 200 200 200 200 200 200 302
GET  /admin/autocomplete/?{organizations}                  200 200 200 200 200 200 200 403 403 302
GET  /admin/jsi18n/                                        200 200 200 200 200 200 200 200 200 302
GET  /admin/r/1/{a_single}/                                404 404 404 404 404 404 404 404 404 302
GET  /admin/orgs/partybranch/                              200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/partybranch/add/                          200 403 200 403 200 200 403 403 403 302
POST /admin/orgs/partybranch/add/                          200 403 200 403 200 200 403 403 403 302
GET  /admin/orgs/partybranch/{a_own_branch}/history/       200 200 200 200 404 404 404 404 404 302
GET  /admin/orgs/partybranch/{a_own_branch}/delete/        302 403 302 403 404 404 404 404 404 302
POST /admin/orgs/partybranch/{a_own_branch}/delete/        302 403 302 403 404 404 404 404 404 302
GET  /admin/orgs/partybranch/{a_own_branch}/change/        200 200 200 200 404 404 404 404 404 302
POST /admin/orgs/partybranch/{a_own_branch}/change/        200 403 200 403 404 404 404 404 404 302
GET  /admin/orgs/partybranch/{a_own_branch}/               302 302 302 302 302 302 302 302 302 302
GET  /terms/                                               200 200 200 200 200 200 403 403 403 302
GET  /branches/{a_own_branch}/elect/                       200 403 200 403 404 404 404 404 404 302
POST /branches/{a_own_branch}/elect/                       200 403 200 403 404 404 404 404 404 302
GET  /branches/files/{branch_file}/                        200 200 200 200 404 404 403 403 403 302
GET  /admin/orgs/venue/                                    200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/venue/add/                                200 403 200 403 200 200 403 403 403 302
POST /admin/orgs/venue/add/                                200 403 200 403 200 200 403 403 403 302
GET  /admin/orgs/venue/{venue}/history/                    200 200 200 200 404 404 404 404 404 302
GET  /admin/orgs/venue/{venue}/delete/                     200 403 200 403 404 404 404 404 404 302
POST /admin/orgs/venue/{venue}/delete/                     200 403 200 403 404 404 404 404 404 302
GET  /admin/orgs/venue/{venue}/change/                     200 200 200 200 404 404 404 404 404 302
POST /admin/orgs/venue/{venue}/change/                     200 403 200 403 404 404 404 404 404 302
GET  /admin/orgs/venue/{venue}/                            302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/termrule/                                 200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/termrule/add/                             200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/termrule/add/                             200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/termrule/{term_rule}/history/             200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/termrule/{term_rule}/delete/              200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/termrule/{term_rule}/delete/              200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/termrule/{term_rule}/change/              200 200 200 200 200 200 200 403 403 302
POST /admin/orgs/termrule/{term_rule}/change/              200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/termrule/{term_rule}/                     302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/venueitem/                                200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/venueitem/add/                            200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/venueitem/add/                            200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/venueitem/{venue_item}/history/           200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/venueitem/{venue_item}/delete/            200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/venueitem/{venue_item}/delete/            200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/venueitem/{venue_item}/change/            200 200 200 200 200 200 200 403 403 302
POST /admin/orgs/venueitem/{venue_item}/change/            200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/venueitem/{venue_item}/                   302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/guide/                                    200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/guide/add/                                200 403 200 403 200 200 403 403 403 302
POST /admin/orgs/guide/add/                                200 403 200 403 200 200 403 403 403 302
GET  /admin/orgs/guide/{guide}/history/                    200 200 200 200 404 404 200 404 404 302
GET  /admin/orgs/guide/{guide}/delete/                     302 403 302 403 404 404 403 404 404 302
POST /admin/orgs/guide/{guide}/delete/                     302 403 302 403 404 404 403 404 404 302
GET  /admin/orgs/guide/{guide}/change/                     200 200 200 200 404 404 200 404 404 302
POST /admin/orgs/guide/{guide}/change/                     200 403 200 403 404 404 403 404 404 302
GET  /admin/orgs/guide/{guide}/                            302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/posting/                                  200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/posting/add/                              200 403 200 403 200 200 403 403 403 302
POST /admin/orgs/posting/add/                              200 403 200 403 200 200 403 403 403 302
GET  /admin/orgs/posting/{posting}/history/                200 200 200 200 404 404 200 404 404 302
GET  /admin/orgs/posting/{posting}/delete/                 302 403 302 403 404 404 403 404 404 302
POST /admin/orgs/posting/{posting}/delete/                 302 403 302 403 404 404 403 404 404 302
GET  /admin/orgs/posting/{posting}/change/                 200 200 200 200 404 404 200 404 404 302
POST /admin/orgs/posting/{posting}/change/                 200 403 200 403 404 404 403 404 404 302
GET  /admin/orgs/posting/{posting}/                        302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/visit/                                    200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/visit/add/                                200 403 200 403 200 200 403 403 403 302
POST /admin/orgs/visit/add/                                200 403 200 403 200 200 403 403 403 302
GET  /admin/orgs/visit/{visit}/history/                    200 200 200 200 404 404 200 404 404 302
GET  /admin/orgs/visit/{visit}/delete/                     200 403 200 403 404 404 200 404 404 302
POST /admin/orgs/visit/{visit}/delete/                     200 403 200 403 404 404 200 404 404 302
GET  /admin/orgs/visit/{visit}/change/                     200 200 200 200 404 404 200 404 404 302
POST /admin/orgs/visit/{visit}/change/                     200 403 200 403 404 404 200 404 404 302
GET  /admin/orgs/visit/{visit}/                            302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/matter/                                   200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/matter/add/                               200 403 200 403 200 200 200 403 403 302
POST /admin/orgs/matter/add/                               200 403 200 403 200 200 200 403 403 302
GET  /admin/orgs/matter/{matter}/history/                  200 200 200 200 404 404 200 404 404 302
GET  /admin/orgs/matter/{matter}/delete/                   200 403 200 403 404 404 403 404 404 302
POST /admin/orgs/matter/{matter}/delete/                   200 403 200 403 404 404 403 404 404 302
GET  /admin/orgs/matter/{matter}/change/                   200 200 200 200 404 404 200 404 404 302
POST /admin/orgs/matter/{matter}/change/                   200 403 200 403 404 404 200 404 404 302
GET  /admin/orgs/matter/{matter}/                          302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/organization/                             200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/organization/add/                         200 403 200 403 200 200 403 403 403 302
POST /admin/orgs/organization/add/                         200 403 200 403 200 200 403 403 403 302
GET  /admin/orgs/organization/{a_single}/history/          200 200 200 200 404 404 404 404 404 302
GET  /admin/orgs/organization/{a_single}/delete/           302 403 302 403 404 404 404 404 404 302
POST /admin/orgs/organization/{a_single}/delete/           302 403 302 403 404 404 404 404 404 302
GET  /admin/orgs/organization/{a_single}/change/           200 200 200 200 404 404 404 404 404 302
POST /admin/orgs/organization/{a_single}/change/           200 403 200 403 404 404 404 404 404 302
GET  /admin/orgs/organization/{a_single}/                  302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/region/process_import/                    405 405 405 405 405 405 405 405 405 302
POST /admin/orgs/region/process_import/                    302 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/region/import/                            200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/region/import/                            200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/region/export/                            200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/region/                                   200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/region/add/                               200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/region/add/                               200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/region/{town_a}/history/                  200 200 200 200 404 200 200 404 404 302
GET  /admin/orgs/region/{town_a}/delete/                   302 403 403 403 404 403 403 404 404 302
POST /admin/orgs/region/{town_a}/delete/                   302 403 403 403 404 403 403 404 404 302
GET  /admin/orgs/region/{town_a}/change/                   200 200 200 200 404 200 200 404 404 302
POST /admin/orgs/region/{town_a}/change/                   200 403 403 403 404 403 403 404 404 302
GET  /admin/orgs/region/{town_a}/                          302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/zone/process_import/                      405 405 405 405 405 405 405 405 405 302
POST /admin/orgs/zone/process_import/                      302 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/zone/import/                              200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/zone/import/                              200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/zone/export/                              200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/zone/                                     200 200 200 200 200 200 200 403 403 302
GET  /admin/orgs/zone/add/                                 200 403 403 403 403 403 403 403 403 302
POST /admin/orgs/zone/add/                                 200 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/zone/{park}/history/                      200 200 200 200 200 404 404 404 404 302
GET  /admin/orgs/zone/{park}/delete/                       200 403 403 403 403 404 404 404 404 302
POST /admin/orgs/zone/{park}/delete/                       200 403 403 403 403 404 404 404 404 302
GET  /admin/orgs/zone/{park}/change/                       200 200 200 200 200 404 404 404 404 302
POST /admin/orgs/zone/{park}/change/                       200 403 403 403 403 404 404 404 404 302
GET  /admin/orgs/zone/{park}/                              302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/user/{town_a_viewer}/password/            403 403 403 403 403 403 403 403 200 302
POST /admin/orgs/user/{town_a_viewer}/password/            403 403 403 403 403 403 403 403 200 302
GET  /admin/orgs/user/                                     403 403 403 403 403 403 403 403 200 302
GET  /admin/orgs/user/add/                                 403 403 403 403 403 403 403 403 200 302
POST /admin/orgs/user/add/                                 403 403 403 403 403 403 403 403 200 302
GET  /admin/orgs/user/{town_a_viewer}/history/             403 403 403 403 403 403 403 403 200 302
GET  /admin/orgs/user/{town_a_viewer}/delete/              403 403 403 403 403 403 403 403 403 302
POST /admin/orgs/user/{town_a_viewer}/delete/              403 403 403 403 403 403 403 403 403 302
GET  /admin/orgs/user/{town_a_viewer}/change/              403 403 403 403 403 403 403 403 200 302
POST /admin/orgs/user/{town_a_viewer}/change/              403 403 403 403 403 403 403 403 200 302
GET  /admin/orgs/user/{town_a_viewer}/                     302 302 302 302 302 302 302 302 302 302
GET  /admin/orgs/                                          302 302 302 302 302 302 302 404 302 302
GET  /admin/nothing/                                       404 404 404 404 404 404 404 404 404 302
GET  /admin/logout/                                        405 405 405 405 405 405 405 405 405 302
POST /admin/logout/                                        302 302 302 302 302 302 302 302 302 302
"""


def rights():
    """(method, address, statuses in the order of CAST)."""
    for line in RIGHTS.strip().splitlines():
        method, address, *statuses = line.split()
        yield method, address, dict(zip(CAST, map(int, statuses), strict=True))
