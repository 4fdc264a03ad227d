# Writes a CTest file with one entry for every case of a Boost.Test binary, so that
# `ctest -R retention` finds cases by the sentence that names them. The rows of a table, which
# are a level deeper, run together as their case.
execute_process(COMMAND ${BINARY} --list_content=HRF OUTPUT_VARIABLE ignored
                ERROR_VARIABLE listing RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${BINARY} --list_content ended with ${failed}: ${listing}")
endif()
string(REPLACE ";" "," listing "${listing}")
string(REPLACE "\n" ";" lines "${listing}")
set(suite "")
set(text "")
foreach(line IN LISTS lines)
  if(line MATCHES "^([A-Za-z0-9_]+)\\*?")
    set(suite "${CMAKE_MATCH_1}")
  elseif(line MATCHES "^    ([A-Za-z0-9_]+)\\*?")
    set(case "${CMAKE_MATCH_1}")
    string(APPEND text "add_test(\"${NAME}/${suite}/${case}\" \"${BINARY}\" \"--run_test=${suite}/${case}\")\n"
      "set_tests_properties(\"${NAME}/${suite}/${case}\" PROPERTIES TIMEOUT 1200)\n")
  endif()
endforeach()
file(WRITE ${OUTPUT} "${text}")
